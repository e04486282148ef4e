#include "kiosk/citizen/camera_sheet.h"

#include <algorithm>

#include "kiosk/devices/codes.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {
namespace {

constexpr double kLiveSeconds = 0.1;  // between two live pictures
constexpr float kFramePart = 0.88F;   // of the picture, that the paper should fill
constexpr float kSideShare = 0.42F;   // of a lying sheet, for words and buttons beside the photo

// Width to height: a KTP (ID-1), a KK (A4 lying), a letter (between A4 and F4).
float proportion(PaperShape shape) {
    switch (shape) {
        case PaperShape::card:
            return 85.6F / 54.0F;
        case PaperShape::lying:
            return 297.0F / 210.0F;
        case PaperShape::upright:
            break;
    }
    return 210.0F / 315.0F;
}

const char* sentence_of(devices::PaperDoubt doubt) {
    switch (doubt) {
        case devices::PaperDoubt::too_dark:
            return "camera.too_dark";
        case devices::PaperDoubt::too_blurred:
            return "camera.too_blurred";
        case devices::PaperDoubt::too_small:
            return "camera.too_small";
        case devices::PaperDoubt::glare:
            break;
    }
    return "camera.glare";
}

}  // namespace

bool CameraSheet::has_camera() const {
    return context_.devices.camera && context_.devices.camera->is_there();
}

void CameraSheet::begin(Mode mode, const std::string& title) {
    close();
    mode_ = mode;
    title_ = title;
    if (mode == Mode::file) {
        step_ = Step::working;
        return;
    }
    if (!context_.devices.camera) return;
    step_ = Step::looking;
    context_.devices.camera->start();
}

void CameraSheet::open_paper(const std::string& title, PaperShape shape) {
    begin(Mode::paper, title);
    shape_ = shape;
}

void CameraSheet::open_code() {
    begin(Mode::code, {});
}

void CameraSheet::open_file(const std::string& title, Bytes file) {
    begin(Mode::file, title);
    file_ = std::make_shared<const Bytes>(std::move(file));
    work();
}

void CameraSheet::close() {
    if (step_ != Step::closed && context_.devices.camera) context_.devices.camera->stop();
    ++generation_;
    step_ = Step::closed;
    searching_ = false;
    shown_ = searched_ = 0;
    turns_ = 0;
    live_ = result_ = {};
    title_.clear();
    code_.clear();
    trouble_.clear();
    still_.reset();
    file_.reset();
    paper_.reset();
}

// Takes in what the camera has by now.
void CameraSheet::look(ui::Ui& ui) {
    auto& camera = *context_.devices.camera;
    ui.wake_after(kLiveSeconds);
    auto newest = camera.newest();
    trouble_ = newest ? "" : newest.error().sentence;
    if (newest && newest->number != shown_) {
        shown_ = newest->number;
        live_ = live_picture(newest->image, shown_);
        if (mode_ == Mode::code) search(newest->image);
    }
    if (step_ != Step::taking) return;
    auto still = camera.take_still();
    if (!still) return;
    if (!*still) {
        step_ = Step::looking;
        return context_.tell("camera.failed", still->error());
    }
    still_ = std::make_shared<const devices::Image>(std::move(**still));
    camera.stop();
    turns_ = 0;
    work();
}

void CameraSheet::search(const devices::Image& image) {
    if (searching_ || searched_ == shown_) return;
    searching_ = true;
    searched_ = shown_;
    context_.chores.post([this, image = std::make_shared<const devices::Image>(image),
                          at = generation_]() -> Chores::Apply {
        return [this, texts = devices::read_codes(*image), at] {
            if (at != generation_) return;
            searching_ = false;
            if (!texts.empty()) code_ = texts.front();
        };
    });
}

// The paper out of the still or the file; from the beginning, since turning comes last.
void CameraSheet::work() {
    step_ = Step::working;
    devices::PaperOptions options;
    options.quarter_turns = turns_;
    if (still_ && live_.width > 0) {
        // Stills and live pictures show the same width of the table; the higher one shows more.
        const auto width = static_cast<float>(live_.width);
        auto frame = frame_in(width, static_cast<float>(live_.height));
        const float by = static_cast<float>(live_.height) / width *
                         static_cast<float>(still_->width) / static_cast<float>(still_->height);
        frame.y = 0.5F + (frame.y - 0.5F) * by;
        frame.h *= by;
        options.frame = frame;
    }
    context_.chores.post(
        [this, still = still_, file = file_, options, at = generation_]() -> Chores::Apply {
            auto paper = still ? devices::paper_picture(*still, options)
                               : devices::paper_picture(*file, options);
            auto picture = paper ? picture_of(paper->preview) : ui::Picture{};
            return [this, paper = std::move(paper), picture = std::move(picture), at] {
                take_paper(paper, picture, at);
            };
        });
}

void CameraSheet::take_paper(Result<devices::Paper> paper, ui::Picture picture, int generation) {
    if (generation != generation_) return;
    if (!paper) {
        context_.tell("camera.failed", paper.error());
        close();
        return;
    }
    paper_ = std::make_shared<const devices::Paper>(std::move(*paper));
    result_ = std::move(picture);
    step_ = Step::ready;
}

devices::Frame CameraSheet::frame_in(float width, float height) const {
    const float ratio = proportion(shape_);
    float w = kFramePart * width, h = w / ratio;
    if (h > kFramePart * height) {
        h = kFramePart * height;
        w = h * ratio;
    }
    return {(1 - w / width) / 2, (1 - h / height) / 2, w / width, h / height};
}

void CameraSheet::draw_frame(ui::Ui& ui, const ui::Rect& picture) {
    const auto frame = frame_in(picture.w, picture.h);
    const ui::Rect place = {picture.x + frame.x * picture.w, picture.y + frame.y * picture.h,
                            frame.w * picture.w, frame.h * picture.h};
    ui.paint().outline(place, ui::kInk, ui.px(10), ui.px(7));
    ui.paint().outline(place, ui::kAmber, ui.px(10), ui.px(4));
}

void CameraSheet::draw_shapes(ui::Ui& ui, ui::Rect bar) {
    const auto& words = ui.words();
    int chosen = static_cast<int>(shape_);
    if (ui::tabs(ui, bar, "camera:shape",
                 {words("camera.card"), words("camera.lying"), words("camera.upright")}, chosen)) {
        shape_ = static_cast<PaperShape>(chosen);
    }
}

void CameraSheet::draw_live(ui::Ui& ui, ui::Rect area, CameraWish& wish) {
    const auto& words = ui.words();
    ui::Rect foot = area.cut_bottom(ui.px(ui::kButtonHeight), ui.px(14));
    if (mode_ == Mode::paper) {
        // Lying, the picture needs every line: what is chosen and the button share one.
        draw_shapes(ui, area.h > area.w ? area.cut_bottom(ui.px(64), ui.px(12))
                                        : foot.cut_left((foot.w - ui.px(14)) * 0.6F, ui.px(14)));
    }
    ui::Column hint(area, ui.px(8));
    ui::paragraph(ui, hint, words(mode_ == Mode::code ? "camera.hold_code" : "camera.lay_paper"),
                  {.colour = ui::kMuted});
    (void)area.cut_top(hint.used(), ui.px(10));
    if (!trouble_.empty()) {
        ui::Column column(area, ui.px(ui::kGap));
        ui::emblem(ui, column, ui::icon("warning"), ui::Tone::warn, words("camera.no_picture"),
                   words.said(trouble_));
    } else if (live_.width == 0 || step_ == Step::taking) {
        ui::Column column(area.centred(area.w, ui.px(120)), ui.px(ui::kGap));
        ui::spinner(ui, column, words(step_ == Step::taking ? "camera.taking" : "camera.starting"));
    } else {
        ui::image(ui, area, "camera:live", words("camera.live"), &live_);
        const auto width = static_cast<float>(live_.width),
                   height = static_cast<float>(live_.height);
        const float scale = std::min(area.w / width, area.h / height);
        if (mode_ == Mode::paper) draw_frame(ui, area.centred(width * scale, height * scale));
    }
    if (mode_ == Mode::code) {
        wish.closed = ui::button(ui, foot, "camera:cancel", words("camera.cancel"));
        return;
    }
    const bool can = trouble_.empty() && live_.width > 0 && step_ == Step::looking;
    if (ui::button(ui, foot, "camera:take", words("camera.take"),
                   {.look = ui::Look::primary, .icon = ui::icon("photo_camera"), .enabled = can})) {
        step_ = Step::taking;
        context_.devices.camera->ask_still();
    }
}

void CameraSheet::draw_doubts(ui::Ui& ui, ui::Column& column) {
    const auto& words = ui.words();
    if (paper_->doubts.empty()) {
        ui::notice(ui, column, ui::Tone::good, words("camera.clear"), words("camera.clear_note"));
        return;
    }
    // The first is the worst; a list of four would not be read.
    ui::notice(ui, column, ui::Tone::warn, words("camera.doubt"),
               words(sentence_of(paper_->doubts.front())));
}

void CameraSheet::draw_ready(ui::Ui& ui, ui::Rect area, CameraWish& wish) {
    const auto& words = ui.words();
    // Lying, the photo takes the left side whole: who is asked whether all digits can be read must
    // see them, in the largest text too.
    const bool lying = ui.screen().w > ui.screen().h;
    ui::Rect side = lying ? area.cut_right(area.w * kSideShare, ui.px(20)) : area;
    const float high = ui.px(ui::kButtonHeight);
    ui::Rect foot = side.cut_bottom(3 * high + 2 * ui.px(12), ui.px(14));
    const auto use = foot.cut_bottom(high, ui.px(12)), again = foot.cut_bottom(high, ui.px(12));
    if (ui::button(ui, again, "camera:again",
                   words(mode_ == Mode::file ? "camera.other" : "camera.again"),
                   {.icon = ui::icon("undo")})) {
        if (mode_ == Mode::file) {
            wish.closed = true;
            return;
        }
        const auto shape = shape_;
        open_paper(std::string(title_), shape);
        return;
    }
    if (ui::button(ui, foot, "camera:turn", words("camera.turn"), {.icon = ui::icon("refresh")})) {
        ++turns_;
        return work();
    }
    if (ui::button(ui, use, "camera:use", words("camera.use"),
                   {.look = ui::Look::primary, .icon = ui::icon("check")})) {
        wish.paper = paper_;
    }
    ui::Column above(side, ui.px(12));
    draw_doubts(ui, above);
    if (!lying) {
        (void)side.cut_top(above.used(), ui.px(12));
        area = side;
    }
    ui.paint().fill(area, ui::kBoard, ui.px(ui::kRadius));
    ui::image(ui, area.inset(ui.px(8)), "camera:result", words("camera.result"), &result_);
}

CameraWish CameraSheet::draw(ui::Ui& ui) {
    CameraWish wish;
    if (step_ == Step::closed) return wish;
    if (step_ == Step::looking || step_ == Step::taking) look(ui);
    if (step_ == Step::closed) return wish;
    const auto title =
        mode_ == Mode::code ? ui.words()("camera.code_title") : ui.words().said(title_);
    const ui::SheetStyle style{title, 1100, ui.portrait() ? 1180.0F : 740.0F};
    const bool crossed = ui::sheet(ui, "camera", style, [&](ui::Column& column) {
        const auto area = column.take(column.rest().h);
        if (step_ == Step::working) {
            ui::Column middle(area.centred(area.w, ui.px(120)), ui.px(ui::kGap));
            ui::spinner(ui, middle, ui.words()("camera.working"));
        } else if (step_ == Step::ready) {
            draw_ready(ui, area, wish);
        } else {
            draw_live(ui, area, wish);
        }
    });
    wish.code = code_;
    wish.closed = (wish.closed || crossed) && !wish.paper && wish.code.empty();
    if (wish.closed || wish.paper || !wish.code.empty()) close();
    return wish;
}

}  // namespace disapa::screens
