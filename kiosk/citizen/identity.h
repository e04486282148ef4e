// "Siapa yang meminta?": for whom a request is, and who that is.
//
// At self-service NIK, birth date and the end of the KK together fill the form from the register
// (kiosk/counter/identity.h); a NIK may be scanned anywhere on this page. A clerk who is signed in
// searches by name instead. Everything may be left empty: the form asks for it then.
// Used from the window's thread; the work is done by the Context's worker.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/counter/identity.h"
#include "kiosk/parts/context.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {

// What stands in the fields.
struct IdentityTyped {
    std::string helper_name, helper_relation;
    std::string nik, born, kk_tail;  // digits alone; born as DDMMYYYY
    std::string search;              // a clerk's
};

struct IdentityPage {
    bool has_register = false, clerk = false;
    std::string who = "self";  // or "helper"
    IdentityTyped typed;
    std::vector<ResidentRow> found;
    bool searched = false;  // for what stands in the field now
    bool working = false;
    bool tried = false;   // "Lanjut" was pressed: what is missing is said
    std::string trouble;  // of the last try: Indonesian, or the key of what is lacking

    [[nodiscard]] bool helping() const { return who == "helper"; }
    [[nodiscard]] std::string birth_date() const;  // YYYY-MM-DD; "" when it is no date
    // Birth date and end of the KK stand there: they are to be compared.
    [[nodiscard]] bool proving() const;
};

struct IdentityWish {
    bool back = false, next = false;
    bool alone = false;    // "Isi sendiri": without the register
    bool search = false;   // for what stands in the field
    std::string resident;  // NIK of the one whom the clerk chose
};
[[nodiscard]] IdentityWish draw_identity(ui::Ui& ui, ui::Rect page, IdentityPage& identity);

// The page with its work. `take` is given the draft as it is after each step.
class IdentityStep {
  public:
    using Take = std::function<void(const DraftView&)>;
    enum class Way { stay, back, on };

    IdentityStep(Context& context, Take take);
    void open();   // a draft has begun
    void close();  // forgets everything
    [[nodiscard]] Way draw(ui::Ui& ui, const ui::Rect& page);
    void scanned(const std::string& text);  // while no field had the focus

  private:
    using Make = std::function<Result<DraftView>(Counter&)>;
    void post(Make make);
    void tell(const std::string& trouble);
    void lead_on(bool with_register);
    void choose(const std::string& nik);
    void search();
    void heed_burst(const ui::Ui& ui, const std::vector<ui::Keystroke>& strokes);

    Context& context_;
    Take take_;
    IdentityPage page_;
    bool done_ = false;
    int generation_ = 0;
    // A scanner types into whatever field has the focus: what stood there before comes back.
    ui::ScanBuffer burst_;
    IdentityTyped before_burst_;
    double last_stroke_ = 0;
};

}  // namespace disapa::screens
