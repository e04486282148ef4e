// A request from its first page to its receipt: about, form, papers, review, receipt.
//
// Used from the window's thread. All that lasts is the Counter's; here stands what is on the
// screen.
#pragma once

#include <functional>
#include <string>

#include "kiosk/citizen/about.h"
#include "kiosk/citizen/draft_keeper.h"
#include "kiosk/citizen/form.h"
#include "kiosk/citizen/identity.h"
#include "kiosk/citizen/papers_step.h"
#include "kiosk/citizen/receipt.h"
#include "kiosk/citizen/review.h"
#include "kiosk/parts/context.h"
#include "kiosk/parts/receipt_print.h"

namespace disapa::screens {

class CitizenFlow {
  public:
    explicit CitizenFlow(Context& context);

    void open(const std::string& service);
    void resume();  // the draft that a power cut left on disk
    void amend(const std::string& code);
    // A paper form of this date, typed in by the clerk who is signed in.
    void enter(const std::string& service, const Date& date);
    // True when the person leaves: the first screen is next.
    [[nodiscard]] bool draw(ui::Ui& ui, const ui::Rect& page);
    // Home was pressed: asks first while something would be lost.
    void ask_to_leave();

    [[nodiscard]] bool has_draft() const {
        return step_ >= Step::identity && step_ <= Step::review;
    }
    [[nodiscard]] bool is_amending() const { return has_draft() && !form_.draft.amends.empty(); }
    // Forgets what is on the screen; the draft on disk is the caller's matter.
    void close();
    void wipe();  // from screen and disk
    // A scan while a draft is open: a NIK where one is asked for; nothing elsewhere.
    void scanned(const std::string& text);

  private:
    enum class Step { closed, about, identity, form, papers, review, receipt };
    using Make = std::function<Result<DraftView>(Counter&)>;

    void begin(Make make, bool resumed);
    void change(Make make, std::string title);  // of the draft: the new view is taken in
    void draw_about(ui::Ui& ui, const ui::Rect& page);
    void draw_identity(ui::Ui& ui, const ui::Rect& page);
    void draw_form(ui::Ui& ui, const ui::Rect& page);
    void take(DraftView view);  // into the form; masked for whom it is none of his
    void draw_papers(ui::Ui& ui, const ui::Rect& page);
    void draw_review(ui::Ui& ui, const ui::Rect& page);
    void draw_receipt(ui::Ui& ui, const ui::Rect& page);
    void draw_leaving(ui::Ui& ui);
    void keep_alive();
    void keep_place();
    void go_to(const std::string& place);
    void send_answers(const std::vector<TypedAnswer>& answers);
    void lead_on();
    void submit(bool twin_seen);
    void print_receipt();

    Context& context_;
    Step step_ = Step::closed;
    int generation_ = 0;  // a result of an earlier request is dropped
    bool leave_ = false, asking_ = false;
    std::string place_;  // the page that the draft on disk names

    AboutPage about_;
    IdentityStep identity_;
    FormPage form_;
    PapersStep papers_;
    ReviewPage review_;
    ReceiptPage receipt_;
    ReceiptPrint roll_;
    DraftKeeper keeper_;
};

}  // namespace disapa::screens
