#include "kiosk/officer/case_photos.h"

#include "kiosk/parts/paper_view.h"
#include "kiosk/ui/widgets.h"

namespace disapa::screens {
namespace {

constexpr std::size_t kPhotosKept = 6;  // 1600 x 1200 x 4 bytes each

}  // namespace

void CasePhotos::open(const Digest& blob, const std::string& label) {
    shown_ = blob;
    label_ = label;
    (void)picture(blob);
}

void CasePhotos::close() {
    ++generation_;
    shown_.reset();
    label_.clear();
    photos_.clear();
}

const ui::Picture* CasePhotos::picture(const Digest& blob) {
    const auto found = photos_.find(blob);
    if (found == photos_.end()) {
        if (photos_.size() >= kPhotosKept) photos_.clear();
        photos_[blob] = {};
        load(blob);
        return nullptr;
    }
    return found->second.picture ? &*found->second.picture : nullptr;
}

void CasePhotos::load(const Digest& blob) {
    context_.worker.post([this, blob, at = generation_](Counter& counter) -> Worker::Apply {
        auto bytes = counter.node().blob(blob);
        const bool here = bytes && *bytes;
        return [this, blob, at, here,
                kept = std::make_shared<const Bytes>(here ? std::move(**bytes) : Bytes{})] {
            if (at != generation_) return;
            if (!here) {
                photos_[blob].problem = "photo.not_here";
                return;
            }
            if (devices::is_pdf(*kept)) {
                photos_[blob].problem = "photo.pdf";
                return;
            }
            context_.chores.post([this, blob, kept, at]() -> Chores::Apply {
                return [this, blob, at, opened = picture_of(*kept)] {
                    if (at != generation_) return;
                    auto& photo = photos_[blob];
                    if (opened) {
                        photo.picture = *opened;
                    } else {
                        photo.problem = "photo.broken";
                    }
                };
            });
        };
    });
}

void CasePhotos::draw(ui::Ui& ui) {
    if (!shown_) return;
    const auto& words = ui.words();
    const auto& title = words.said(label_);
    const auto* photo = picture(*shown_);
    const auto problem = photos_[*shown_].problem;
    const bool close = ui::sheet(ui, "photo", {.title = title, .width = 1240, .height = 760},
                                 [&](ui::Column& column) {
                                     if (photo == nullptr && problem.empty())
                                         return ui::spinner(ui, column, words("photo.opening"));
                                     if (photo == nullptr) {
                                         return ui::emblem(ui, column, ui::icon("image"),
                                                           ui::Tone::neutral, words(problem), "");
                                     }
                                     ui::image(ui, column.rest(), "photo:picture", title, photo);
                                 });
    if (close) {
        shown_.reset();
        label_.clear();
    }
}

}  // namespace disapa::screens
