// What an officer does at the kiosk: sign in, the queue, a case and its steps.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/case_page.h"
#include "kiosk/screens/context.h"
#include "kiosk/screens/prints.h"
#include "kiosk/screens/queue.h"
#include "kiosk/screens/reason.h"
#include "kiosk/screens/sign_in.h"

namespace disapa::screens {

struct OfficerWish {
    bool home = false;
    std::string amend;  // code of the case whose answers are to be opened
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

  private:
    enum class Step { sign_in, queue, one_case };
    enum class Asking { nothing, give_back, cancel, hand_over, absence };
    using Act = std::function<Status(Counter&, const Session&)>;

    void load_officers();
    void load_queue();
    void load_case(const std::string& code);
    void try_pin();
    void draw_sign_in(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish);
    void draw_queue(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish);
    void draw_case(ui::Ui& ui, const ui::Rect& page, OfficerWish& wish);
    void draw_asked(ui::Ui& ui);
    void draw_endorsing(ui::Ui& ui);
    void begin(CaseAction action, OfficerWish& wish);
    void ask(Asking what);
    void act(Act what, std::string good_title);  // on the case that is open

    Context& context_;
    Step step_ = Step::sign_in;
    int generation_ = 0;
    SignInPage sign_in_;
    QueuePage queue_;
    std::vector<QueueRow> rows_;
    LinkView link_;
    CasePage case_;
    ReasonSheet reason_;
    Asking asking_ = Asking::nothing;
    std::string absent_paper_;
    PrintSheet prints_;
    bool endorsing_ = false;  // the kades is asked once more
};

}  // namespace disapa::screens
