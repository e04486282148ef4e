// The whole touch screen: which page is shown, its bars, what lies over it, and what happens when
// nobody touches it. Used from the window's thread.
#pragma once

#include <optional>
#include <string>

#include "kiosk/screens/citizen.h"
#include "kiosk/screens/home.h"
#include "kiosk/screens/look_up.h"
#include "kiosk/screens/officer.h"
#include "kiosk/screens/resume.h"

namespace disapa::screens {

// Nobody touched the screen for so long.
inline constexpr double kLockSeconds = 120;    // the officer's session ends
inline constexpr double kReturnSeconds = 180;  // a page without a draft gives way to the first one
// (a draft is wiped after limits::kDraftMinutes)

struct AppOptions {
    std::filesystem::path print_folder, file_folder;
    bool kelurahan = false;
    bool tick_here = false;  // tests: the worker has no thread of its own
    Devices devices;
};

class App {
  public:
    // Worker and chores must outlive the App; their jobs may not run before the App is made.
    App(Worker& worker, Chores& chores, const Clock& clock, AppOptions options);
    App(const App&) = delete;
    App& operator=(const App&) = delete;
    ~App();

    // Draws one frame and takes in what the worker found out.
    void frame(ui::Ui& ui);
    [[nodiscard]] bool signed_in() const { return context_.session != nullptr; }

  private:
    enum class Page { home, citizen, look_up, officer };

    void take_results(ui::Ui& ui);
    void take_changes(HomeView home, bool wiped);
    void heed_idle(ui::Ui& ui);
    void heed_scan(ui::Ui& ui);
    void draw_header(ui::Ui& ui, ui::Rect& page);
    void draw_page(ui::Ui& ui, const ui::Rect& page);
    void draw_home_page(ui::Ui& ui, const ui::Rect& page);
    void draw_look_up_page(ui::Ui& ui, const ui::Rect& page);
    void draw_officer_page(ui::Ui& ui, const ui::Rect& page);
    void draw_over(ui::Ui& ui);
    void draw_help(ui::Ui& ui);
    void draw_link(ui::Ui& ui);
    void draw_problem(ui::Ui& ui);
    void draw_resuming(ui::Ui& ui);

    void go_home(ui::Ui& ui);
    void leave_session(ui::Ui& ui);
    void look_up(const std::string& typed);
    void check_letter(const std::string& text);
    void open_queue();

    Context context_;
    AppOptions options_;
    Page page_ = Page::home;
    HomeView home_;
    HomePage home_page_;
    LookUpPage look_up_;
    CitizenFlow citizen_;
    OfficerFlow officer_;
    ResumeSheet resume_;
    bool help_ = false, link_ = false;
    double ticked_at_ = 0, problem_at_ = -1;
};

}  // namespace disapa::screens
