// Paper on its way: the sheet that leads a letter from the printer into the clerk's hand, and the
// list of prints that nobody has confirmed.
//
// Used from the window's thread. The store's part runs on the worker, the printer's on the chores.
// A sheet that is closed early leaves its print unsettled: it is asked about after the next
// sign-in, and never printed again by itself.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/counter/prints.h"
#include "kiosk/parts/context.h"

namespace disapa::devices {
struct PrintProgress;
}

namespace disapa::screens {

class PrintSheet {
  public:
    explicit PrintSheet(Context& context);
    ~PrintSheet();

    // Prints the letter of this case; of a print that was begun before, asks for the paper first.
    // Needs a session. Without a printer the letter becomes a PDF in the folder of prints, and is
    // noted at once.
    void open(const std::string& code);
    // After sign-in: the list, when there is anything on it. `asked`: a person wants to know, and
    // is told when there is nothing.
    void open_unsettled(bool asked = false);
    void close();
    [[nodiscard]] bool is_open() const { return view_ != View::closed; }
    // Draws over the page while it is open. True once when a print was settled: read the case
    // again.
    [[nodiscard]] bool draw(ui::Ui& ui);

  private:
    enum class View { closed, list, working, printing, ask, failed };
    using StoreJob = std::function<Status(Counter&)>;
    using Then = std::function<void(const Status&)>;

    // Shared with the chores, which may outlive the sheet.
    [[nodiscard]] std::shared_ptr<devices::LetterPrinter> printer() const;
    void store(StoreJob job, Then then);  // on the worker; `then` is dropped when closed meanwhile
    void render();
    void send(std::shared_ptr<const Bytes> pdf);
    void sent(const std::string& at_printer);
    void look(ui::Ui& ui);
    void heed(const devices::PrintProgress& progress);
    void ask();
    void fail_with(const std::string& what_to_do);
    void stop();
    void again();
    void again_receipt();
    void confirm(std::string title, std::string sentence);
    void give_up();
    void settled(const Status& done);
    void show(const PrintJob& job);

    void draw_list(ui::Ui& ui, ui::Column& column);
    void draw_printing(ui::Ui& ui, ui::Column& column);
    void draw_ask(ui::Ui& ui, ui::Column& column);
    void draw_failed(ui::Ui& ui, ui::Column& column);

    Context& context_;
    std::shared_ptr<devices::LetterPrinter> folder_;  // where no printer is set
    View view_ = View::closed;
    int generation_ = 0;
    PrintJob job_;
    std::vector<PrintJob> jobs_;  // of the list
    std::string stage_;           // key of the words file, while printing
    std::string trouble_;         // what to do, while the printer waits for it
    bool looking_ = false, settled_ = false;
    double look_at_ = 0;
};

}  // namespace disapa::screens
