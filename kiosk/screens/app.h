// The whole touch screen: which page is shown, its bars, what lies over it, and what happens when
// nobody touches it. Used from the window's thread.
#pragma once

#include <optional>
#include <string>

#include "kiosk/citizen/ask.h"
#include "kiosk/citizen/camera_sheet.h"
#include "kiosk/citizen/citizen.h"
#include "kiosk/citizen/home.h"
#include "kiosk/citizen/look_up.h"
#include "kiosk/citizen/resume.h"
#include "kiosk/officer/ask_list.h"
#include "kiosk/officer/notices_page.h"
#include "kiosk/officer/officer.h"
#include "kiosk/officer/residents_page.h"
#include "kiosk/station/attract.h"
#include "kiosk/station/exit.h"
#include "kiosk/station/health.h"
#include "kiosk/station/link.h"
#include "kiosk/station/settings.h"
#include "kiosk/station/stick.h"
#include "kiosk/ui/guide.h"

namespace disapa::screens {

// Nobody touched the screen for so long.
inline constexpr double kWarnSeconds = 90;   // "are you still here?"
inline constexpr double kLockSeconds = 120;  // the screen is wiped; an officer's session ends
inline constexpr double kRestSeconds = 180;  // the sign-in page of a locked session gives way, too
// (a draft is wiped after limits::kDraftMinutes)

struct AppOptions {
    std::filesystem::path folder, print_folder, file_folder;
    std::filesystem::path programs;  // where disapa-sync and disapa-kiosk lie
    KioskSettings settings = {};
    HomeView home = {};  // what the first frame shows, if it is known already
    const std::vector<ui::Words>* languages = nullptr;  // Indonesian first; null: no choice
    bool kelurahan = false;
    bool tick_here = false;  // tests: the worker has no thread of its own
    Devices devices = {};
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
    // Whoever looks after the kiosk wants it to end, or to begin anew.
    [[nodiscard]] ScreenEnd end() const { return end_; }
    [[nodiscard]] bool signed_in() const { return context_.session != nullptr; }

  private:
    enum class Page { home, citizen, ask, look_up, officer, asked, notices, link, stick, health };

    void take_results(ui::Ui& ui);
    void take_changes(HomeView home, bool wiped);
    [[nodiscard]] bool is_in_use() const;
    void heed_idle(ui::Ui& ui);
    void lock_officer(ui::Ui& ui);
    void rest(ui::Ui& ui);
    void reset_comfort();
    void apply_comfort(ui::Ui& ui);
    void draw_idle_screen(ui::Ui& ui);
    [[nodiscard]] bool draw_preview(ui::Ui& ui);
    [[nodiscard]] AttractPage still_screen() const;
    void draw_warning(ui::Ui& ui);
    void draw_comfort(ui::Ui& ui);
    void heed_scan(ui::Ui& ui);
    void take_scan(const std::string& text);  // of a scanner or the camera
    void draw_header(ui::Ui& ui, ui::Rect& page);
    void draw_page(ui::Ui& ui, const ui::Rect& page);
    void draw_home_page(ui::Ui& ui, const ui::Rect& page);
    void draw_look_up_page(ui::Ui& ui, const ui::Rect& page);
    void draw_officer_page(ui::Ui& ui, const ui::Rect& page);
    void draw_over(ui::Ui& ui);
    void draw_help(ui::Ui& ui);
    void draw_link_page(ui::Ui& ui, const ui::Rect& page);
    void speak(ui::Ui& ui);
    void draw_problem(ui::Ui& ui);
    void draw_resuming(ui::Ui& ui);

    void go_home(ui::Ui& ui);
    void leave_session(ui::Ui& ui);
    void change_officer(ui::Ui& ui);
    void look_up(const std::string& typed);
    void check_letter(const std::string& text);
    void open_queue();

    Context context_;
    AppOptions options_;
    Page page_ = Page::home;
    HomeView home_;
    HomePage home_page_;
    LookUpPage look_up_;
    CameraSheet code_camera_;  // reads a code on the page of look_up_
    CitizenFlow citizen_;
    AskFlow ask_;
    AskList asked_;
    OfficerFlow officer_;
    ResumeSheet resume_;
    ResidentsSheet residents_;
    NoticesPage notices_page_;
    LinkPage link_page_;
    StickPage stick_page_;
    HealthPage health_page_;
    ui::Guide guide_;
    ExitSheet exit_;
    ScreenEnd end_ = ScreenEnd::none;
    std::vector<StillNotice> notices_;  // of the still screen
    Comfort comfort_, default_comfort_;
    std::optional<Comfort> applied_;
    bool help_ = false, settings_ = false;
    bool attract_ = false;  // nobody is here
    bool warned_ = false;   // he was asked whether he is
    double notices_at_ = -1;
    double ticked_at_ = 0, told_at_ = 0;
    Problem told_;  // the news on the screen, since `told_at_`
};

}  // namespace disapa::screens
