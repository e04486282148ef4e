// The step of the papers: fulfils what the page wishes. Photos by the camera, files, thumbnails,
// photos of earlier requests and the large originals.
//
// Window's thread; the store is asked in the worker's jobs, pictures are worked on as chores.
#pragma once

#include <functional>

#include "kiosk/citizen/camera_sheet.h"
#include "kiosk/citizen/papers.h"
#include "kiosk/counter/reuse.h"

namespace disapa::screens {

class PapersStep {
  public:
    using Make = std::function<Result<DraftView>(Counter&)>;
    // `change` posts what changes the draft and takes its new view in (see CitizenFlow).
    PapersStep(Context& context, std::function<void(Make, std::string title)> change);

    struct Wish {
        bool back = false, next = false;
    };
    [[nodiscard]] Wish draw(ui::Ui& ui, const ui::Rect& page, const DraftView& draft);
    void close();  // forgets all pictures; the camera stops

  private:
    void refresh(const DraftView& draft);
    void show_picture(const std::string& paper);
    void find_offers(const DraftView& draft);
    void find_originals(const std::string& code);
    void take_offers(std::vector<ReusablePaper> found);
    void list_files();
    void fulfil(const PapersWish& wish, const DraftView& draft);
    void open_camera(const DraftView& draft, const std::string& paper);
    void read_picked(const DraftView& draft, const PapersWish& wish);
    void attach_photo(const devices::Paper& paper);
    void attach_original(const std::string& paper);

    Context& context_;
    std::function<void(Make, std::string title)> change_;
    CameraSheet camera_;
    PapersPage page_;
    std::string photo_for_;                        // the paper that the camera sheet is open for
    std::string photo_name_;                       // and how the file is called
    std::vector<std::filesystem::path> paths_;     // of page_.files
    std::map<std::string, std::string> pictured_;  // what each thumbnail was made of
    std::vector<ReusablePaper> reusable_;
    std::string offers_for_;  // NIK and identity that the offers were looked up for
    int generation_ = 0;      // a result for an earlier draft is dropped
};

}  // namespace disapa::screens
