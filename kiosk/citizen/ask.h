// "Tanya & lapor": a citizen asks or complains, with or without a name, and gets a code.
//
// Used from the window's thread. What is typed is kept on disk once a second while it changes
// (Questions::keep): a power cut takes no more than that. Nobody can prove whose such a draft is,
// so it is wiped when the screen rests, and offered only after a sudden end.
#pragma once

#include <optional>
#include <string>

#include "kiosk/citizen/draft_keeper.h"
#include "kiosk/counter/questions.h"
#include "kiosk/parts/context.h"
#include "kiosk/parts/receipt_print.h"
#include "kiosk/ui/widgets.h"
#include "shared/letter/qr.h"

namespace disapa::screens {

class AskFlow {
  public:
    explicit AskFlow(Context& context);

    void open();
    // Once, when the screen starts: is anything left of a sudden end?
    void look_for_left();
    // Over the first screen, while something is left. True: the person goes on with it.
    [[nodiscard]] bool draw_left(ui::Ui& ui);
    // True when the person leaves: the first screen is next.
    [[nodiscard]] bool draw(ui::Ui& ui, const ui::Rect& page);
    void ask_to_leave();
    [[nodiscard]] bool has_draft() const { return step_ >= Step::text && step_ <= Step::review; }
    [[nodiscard]] bool holds_something() const {
        return (step_ != Step::closed && step_ != Step::receipt) || left_;
    }
    void close();  // forgets what is on the screen
    void wipe();   // from screen and disk

  private:
    enum class Step { closed, kind, text, who, review, receipt };

    void go(Step to);
    void keep_draft();
    void send();
    void print();  // on the roll, else as a PDF
    void print_file();
    void draw_kind(ui::Ui& ui, ui::Rect page);
    void draw_text(ui::Ui& ui, ui::Rect page);
    void draw_who(ui::Ui& ui, ui::Rect page);
    void draw_review(ui::Ui& ui, ui::Rect page);
    void draw_receipt(ui::Ui& ui, ui::Rect page);
    void draw_leaving(ui::Ui& ui);
    [[nodiscard]] bool complaint() const { return draft_.kind == InquiryKind::complaint; }

    Context& context_;
    Step step_ = Step::closed;
    int generation_ = 0;  // a result of an earlier one is dropped
    QuestionDraft draft_;
    std::string code_error_;
    std::optional<QuestionDraft> left_;
    bool dropping_ = false;  // asked whether `left_` is to be deleted
    QuestionReceipt receipt_;
    QrImage qr_;
    ReceiptPrint roll_;
    DraftKeeper keeper_;
    bool changed_ = false, working_ = false, printed_ = false, leave_ = false, asking_ = false;
};

}  // namespace disapa::screens
