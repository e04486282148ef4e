// The day book on the screen: rows, filters by period, service and state, and a copy as CSV.
//
// Used from the window's thread; the book is read on the worker, a stick written in a chore.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/day_book.h"
#include "kiosk/parts/context.h"
#include "kiosk/parts/picker.h"

namespace disapa::screens {

class DayBookPage {
  public:
    explicit DayBookPage(Context& context) : context_(context) {}

    void open();
    void close();
    void refresh();  // somebody committed
    // True when the officer goes back. `code` is the case that he opened, else empty.
    [[nodiscard]] bool draw(ui::Ui& ui, ui::Rect page, std::string& code);

  private:
    enum class Sheet { none, first_day, last_day, service, state };

    void load();
    void save();
    void set_period(int tab);
    [[nodiscard]] Date today() const { return wita_date(context_.clock.now()); }
    void draw_filters(ui::Ui& ui, ui::Column& column);
    void draw_rows(ui::Ui& ui, ui::Column& column, std::string& code);
    void draw_sheet(ui::Ui& ui);
    void draw_day(ui::Ui& ui);
    void draw_choice(ui::Ui& ui);

    Context& context_;
    int generation_ = 0;
    int period_ = 0;  // today, this week, this month, from-to
    DayBookFilter filter_;
    std::vector<DayBookRow> rows_;
    Sheet sheet_ = Sheet::none;
    ui::DateParts day_;
    bool saving_ = false;
};

}  // namespace disapa::screens
