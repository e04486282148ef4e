// For officers of the desa: what citizens asked and complained of, and what the kecamatan answered.
//
// Used from the window's thread, while somebody is signed in. Answers nobody here has opened yet
// are marked as new until one is.
#pragma once

#include <string>
#include <vector>

#include "kiosk/counter/questions.h"
#include "kiosk/parts/context.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

class AskList {
  public:
    explicit AskList(Context& context) : context_(context) {}
    void open();
    void refresh();  // somebody committed
    void close();
    // True when the officer goes back.
    [[nodiscard]] bool draw(ui::Ui& ui, ui::Rect page);

  private:
    void draw_list(ui::Ui& ui, ui::Column& column);
    void draw_one(ui::Ui& ui, ui::Column& column, const QuestionRow& row);
    [[nodiscard]] const QuestionRow* shown() const;
    void show(const QuestionRow& row);

    Context& context_;
    int generation_ = 0;
    std::vector<QuestionRow> rows_;
    std::string code_;  // of the one that is open; empty: the list
    int tab_ = 0;       // waiting, answered
};

}  // namespace disapa::screens
