// The camera over the screen: photographs a paper, or reads a code that is held before it.
//
// For a paper: live view with a frame to lay it in, "Ambil foto", then the picture as it will be
// sent with "Pakai foto ini" and "Ulangi". The same last step is used for a file that was picked.
// For a code: reads until it has one. Nothing of a picture stays when the sheet closes. Window's
// thread; pictures are worked on as chores.
//
//     CameraSheet sheet(context);                        a member of the flow
//     if (sheet.has_camera()) sheet.open_code();         on a tap
//     const auto wish = sheet.draw(ui);                  each frame, last
//     if (!wish.code.empty()) look_up(wish.code);        the sheet has closed itself
#pragma once

#include <memory>
#include <string>

#include "kiosk/devices/camera.h"
#include "kiosk/devices/paper_picture.h"
#include "kiosk/parts/context.h"
#include "kiosk/parts/paper_view.h"

namespace disapa::screens {

enum class PaperShape { card, lying, upright };  // KTP, KK, letters

struct CameraWish {
    bool closed = false;                          // without a result
    std::shared_ptr<const devices::Paper> paper;  // use this photo
    std::string code;                             // what the code says, as read
};

class CameraSheet {
  public:
    explicit CameraSheet(Context& context) : context_(context) {}
    CameraSheet(const CameraSheet&) = delete;
    CameraSheet& operator=(const CameraSheet&) = delete;
    ~CameraSheet() { close(); }

    // A camera is named in the settings and plugged in.
    [[nodiscard]] bool has_camera() const;
    // `title`: the paper's name as its service has it: said in the language of each frame.
    void open_paper(const std::string& title, PaperShape shape);
    void open_code();
    // A photo or scan read from a file, to be made ready and looked at. Errors are told by context.
    void open_file(const std::string& title, Bytes file);
    void close();
    [[nodiscard]] bool is_open() const { return step_ != Step::closed; }

    // Draws nothing while closed.
    [[nodiscard]] CameraWish draw(ui::Ui& ui);

  private:
    enum class Step { closed, looking, taking, working, ready };
    enum class Mode { paper, code, file };

    void begin(Mode mode, const std::string& title);
    void look(ui::Ui& ui);
    void work();
    void take_paper(Result<devices::Paper> paper, ui::Picture picture, int generation);
    void search(const devices::Image& image);
    void draw_live(ui::Ui& ui, ui::Rect area, CameraWish& wish);
    void draw_frame(ui::Ui& ui, const ui::Rect& picture);
    void draw_shapes(ui::Ui& ui, ui::Rect bar);
    void draw_ready(ui::Ui& ui, ui::Rect area, CameraWish& wish);
    void draw_doubts(ui::Ui& ui, ui::Column& column);
    [[nodiscard]] devices::Frame frame_in(float width, float height) const;

    Context& context_;
    Step step_ = Step::closed;
    Mode mode_ = Mode::paper;
    PaperShape shape_ = PaperShape::upright;
    std::string title_, code_;
    int generation_ = 0;  // a chore's result for an earlier sheet is dropped
    bool searching_ = false;
    std::uint64_t shown_ = 0, searched_ = 0;
    ui::Picture live_;
    std::string trouble_;  // why there is no live picture
    std::shared_ptr<const devices::Image> still_;
    std::shared_ptr<const Bytes> file_;
    int turns_ = 0;
    std::shared_ptr<const devices::Paper> paper_;
    ui::Picture result_;
};

}  // namespace disapa::screens
