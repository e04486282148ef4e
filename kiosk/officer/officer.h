// What an officer does at the kiosk: sign in, the menu, the queue, a case and its steps.
#pragma once

#include <string>
#include <vector>

#include "kiosk/officer/case_page.h"
#include "kiosk/officer/case_photos.h"
#include "kiosk/officer/day_book.h"
#include "kiosk/officer/endorse_many.h"
#include "kiosk/officer/officer_menu.h"
#include "kiosk/officer/queue.h"
#include "kiosk/officer/reason.h"
#include "kiosk/officer/sign_in.h"
#include "kiosk/officer/signature.h"
#include "kiosk/officer/walk_in.h"
#include "kiosk/parts/context.h"
#include "kiosk/parts/prints.h"

namespace disapa::screens {

struct OfficerWish {
    bool home = false;
    bool leave = false;           // the session ends
    bool change = false;          // another officer signs in
    std::string amend;            // code of the case whose answers are to be opened
    std::string walk_in;          // service of a paper form to be typed in
    std::optional<Date> entered;  // with walk_in: the date on the paper
};

class OfficerFlow {
  public:
    explicit OfficerFlow(Context& context);

    // The queue, or sign-in while nobody has given his PIN.
    void open();
    void lock();     // the session is over because nobody touched the screen
    void close();    // forgets everything that was shown
    void refresh();  // somebody committed: read again what is on the screen
    [[nodiscard]] OfficerWish draw(ui::Ui& ui, const ui::Rect& page);

    // Cards of the menu that other pages bring: shown after the queue, the day book and the paper
    // form, before the change of officers. Added once, when the screens are made.
    void add_entry(MenuEntry entry) { entries_.push_back(std::move(entry)); }

  private:
    enum class Step { sign_in, queue, menu, day_book, one_case };
    enum class Asking { nothing, give_back, cancel, absence };
    // Asked once more before it is done.
    enum class Confirming { nothing, endorse, cancel };
    using Act = std::function<Status(Counter&, const Session&)>;

    void load_officers();
    void load_queue();
    void load_case(const std::string& code);
    void try_pin();
    void draw_sign_in(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish);
    void draw_queue(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish);
    void draw_menu(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish);
    void draw_day_book(ui::Ui& ui, const ui::Rect& page);
    void draw_walk_in(ui::Ui& ui, OfficerWish& wish);
    void draw_news(ui::Ui& ui);
    void draw_endorsing_many(ui::Ui& ui);
    [[nodiscard]] std::vector<MenuEntry> menu_entries(OfficerWish& wish);

    // officer_case.cpp
    void draw_case(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish);
    void draw_asked(ui::Ui& ui);
    void draw_handing_over(ui::Ui& ui);
    void draw_confirming(ui::Ui& ui);
    void begin(CaseAction action, OfficerWish& wish);
    void ask(Asking what);
    void give_back();
    void act(Act what, std::string good_title);  // on the case that is open
    void forget_case();

    Context& context_;
    Step step_ = Step::sign_in;
    Step case_from_ = Step::queue;  // where back leads from a case
    int generation_ = 0;
    SignInPage sign_in_;
    QueuePage queue_;
    std::vector<QueueRow> rows_;
    std::vector<QueueRow> changed_;  // their decision changed after it was shown here
    std::string rebirth_;            // said once after a restore
    LinkView link_;
    CasePage case_;
    ReasonSheet reason_;
    HandOverSheet hand_over_;
    EndorseManySheet many_;
    WalkInSheet walk_in_;
    DayBookPage day_book_;
    CasePhotos photos_;
    std::vector<MenuEntry> entries_;
    Asking asking_ = Asking::nothing;
    Confirming confirming_ = Confirming::nothing;
    std::string absent_paper_, cancel_reason_;
    PrintSheet prints_;
};

}  // namespace disapa::screens
