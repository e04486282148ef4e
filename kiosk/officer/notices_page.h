// For officers of the desa: the notices of the still screen, written, changed and taken down.
//
// Used from the window's thread, while somebody is signed in. Nothing is taken down or thrown away
// without a question. Those of the kecamatan stand there to be read. Files that cannot be shown
// stand under the list with what is wrong.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/counter/notices.h"
#include "kiosk/parts/context.h"
#include "kiosk/ui/widgets.h"
#include "shared/service/office_notices.h"

namespace disapa::screens {

class NoticesPage {
  public:
    explicit NoticesPage(Context& context) : context_(context) {}
    void open();
    void close();
    // True when the officer goes back.
    [[nodiscard]] bool draw(ui::Ui& ui, ui::Rect page);

    // A text is being written: a scan must not lead away from it.
    [[nodiscard]] bool is_writing() const { return writing_; }
    // To be shown as the still screen shows it, until `end_preview`.
    [[nodiscard]] const std::optional<NoticeText>& preview() const { return preview_; }
    void end_preview() { preview_.reset(); }

  private:
    enum class Asking { nothing, take_down, throw_away, leave, until };
    using Act = std::function<Status(Notices&, const OfficerView&)>;

    void load();
    void write(const DesaNotice* notice);  // null: a new one
    void act(Act what);
    void draw_list(ui::Ui& ui, ui::Rect page, bool& back);
    void draw_rows(ui::Ui& ui, ui::Column& column);
    void draw_office(ui::Ui& ui, ui::Column& column);
    void draw_skipped(ui::Ui& ui, ui::Column& column);
    void draw_text(ui::Ui& ui, ui::Rect page);
    void draw_fields(ui::Ui& ui, ui::Column& column);
    void draw_buttons(ui::Ui& ui, ui::Column& column);
    void draw_asked(ui::Ui& ui);
    void draw_until(ui::Ui& ui);
    [[nodiscard]] bool is_changed() const { return !(typed_ == before_); }

    Context& context_;
    int generation_ = 0;
    NoticeBoard board_;
    std::vector<OfficeNotice> office_;  // the kecamatan's
    bool loaded_ = false, working_ = false, writing_ = false;
    std::string file_;  // that is changed, or asked about; empty: a new notice
    NoticeText typed_, before_;
    std::optional<NoticeStamp> stamp_;  // who wrote it, and when
    std::optional<NoticeText> preview_;
    Asking asking_ = Asking::nothing;
    ui::DateParts day_;
};

}  // namespace disapa::screens
