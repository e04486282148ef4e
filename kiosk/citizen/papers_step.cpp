#include "kiosk/citizen/papers_step.h"

#include <algorithm>

#include "kiosk/counter/draft_papers.h"
#include "kiosk/counter/originals.h"
#include "kiosk/devices/stick.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"

namespace disapa::screens {
namespace {

constexpr int kThumbSide = 320;
constexpr std::size_t kFilesMax = 500;

bool may_be_attached(const std::filesystem::path& file) {
    auto ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return ending == ".jpg" || ending == ".jpeg" || ending == ".png" || ending == ".webp" ||
           ending == ".pdf";
}

void add_files_of(const std::filesystem::path& folder, std::vector<std::filesystem::path>& files) {
    std::vector<std::filesystem::path> found;
    std::error_code trouble;  // no such folder, or a stick pulled out: no files
    for (std::filesystem::directory_iterator at(folder, trouble), end; !trouble && at != end;
         at.increment(trouble)) {
        if (at->is_regular_file(trouble) && may_be_attached(at->path()) &&
            found.size() < kFilesMax) {
            found.push_back(at->path());
        }
    }
    std::ranges::sort(found);
    files.insert(files.end(), found.begin(), found.end());
}

PaperShape shape_of(std::string_view paper) {
    if (paper.starts_with("KTP") || paper == "KIA") return PaperShape::card;
    return paper == "KK" ? PaperShape::lying : PaperShape::upright;
}

std::string nik_in(const DraftView& draft) {
    for (const auto& group : draft.groups) {
        for (const auto& question : group.questions) {
            if (question.field && question.field->id == "nik") return question.typed;
        }
    }
    return {};
}

const PaperAnswer* paper_in(const DraftView& draft, const std::string& id) {
    const auto found = std::ranges::find(draft.papers, id, &PaperAnswer::id);
    return found == draft.papers.end() ? nullptr : &*found;
}

}  // namespace

PapersStep::PapersStep(Context& context, std::function<void(Make, std::string title)> change)
    : context_(context), change_(std::move(change)), camera_(context) {}

void PapersStep::close() {
    ++generation_;
    camera_.close();
    page_ = {};
    photo_for_.clear();
    photo_name_.clear();
    paths_.clear();
    pictured_.clear();
    reusable_.clear();
    offers_for_.clear();
}

// Thumbnails of what is attached now, and what may be offered for this person.
void PapersStep::refresh(const DraftView& draft) {
    for (const auto& paper : draft.papers) {
        const bool file = paper.how == PaperHow::file;
        const auto made_of = file ? paper.file_name + ":" + std::to_string(paper.size) : "";
        auto& known = pictured_[paper.id];
        if (known == made_of) continue;
        known = made_of;
        page_.extras[paper.id].picture = {};
        if (file && !paper.file_name.ends_with(".pdf")) show_picture(paper.id);
    }
    // Before somebody has shown who he is, nothing may be told of earlier requests.
    const bool known = draft.identified || context_.session;
    const auto key = (known ? nik_in(draft) : std::string()) + "/" + draft.amends;
    if (key == offers_for_) return;
    offers_for_ = key;
    find_offers(draft);
}

void PapersStep::show_picture(const std::string& paper) {
    context_.worker.post([this, paper, at = generation_](Counter& counter) -> Worker::Apply {
        auto bytes = draft_paper(counter.node(), paper);
        if (!bytes || !*bytes) return {};
        return [this, paper, at, file = std::make_shared<const Bytes>(std::move(**bytes))] {
            if (at != generation_) return;
            context_.chores.post([this, paper, at, file]() -> Chores::Apply {
                return [this, paper, at, picture = picture_of(*file, kThumbSide)] {
                    if (at == generation_ && picture) page_.extras[paper].picture = *picture;
                };
            });
        };
    });
}

void PapersStep::find_offers(const DraftView& draft) {
    reusable_.clear();
    for (auto& [id, extra] : page_.extras) {
        extra.reuse_on.clear();
        extra.has_original = false;
    }
    if (!draft.amends.empty()) find_originals(draft.amends);
    const auto nik = offers_for_.substr(0, offers_for_.find('/'));
    if (nik.empty()) return;
    context_.worker.post([this, nik, at = generation_](Counter& counter) -> Worker::Apply {
        auto found = Reuse(counter.node()).find(nik);
        if (!found) return {};
        return [this, at, found = std::move(*found)] {
            if (at == generation_) take_offers(found);
        };
    });
}

void PapersStep::take_offers(std::vector<ReusablePaper> found) {
    reusable_ = std::move(found);
    for (const auto& paper : reusable_) {
        page_.extras[paper.file.id].reuse_on = to_words(paper.asked_on);
    }
}

void PapersStep::find_originals(const std::string& code) {
    context_.worker.post([this, code, at = generation_](Counter& counter) -> Worker::Apply {
        auto& node = counter.node();
        std::vector<std::string> ids;
        if (Originals::asked_for(node, code)) {
            for (const auto& paper : counter.draft().papers) {
                auto bytes = draft_paper(node, paper.id);
                if (bytes && *bytes && Originals(node).has(sha256(**bytes))) {
                    ids.push_back(paper.id);
                }
            }
        }
        return [this, at, ids] {
            if (at != generation_) return;
            for (const auto& id : ids) page_.extras[id].has_original = true;
        };
    });
}

void PapersStep::list_files() {
    context_.chores.post([this, folder = context_.file_folder, spec = context_.settings.stick,
                          at = generation_]() -> Chores::Apply {
        std::vector<std::filesystem::path> files;
        add_files_of(folder, files);
        for (const auto& stick : devices::find_sticks(spec)) add_files_of(stick.folder, files);
        return [this, at, files = std::move(files)] {
            if (at != generation_) return;
            paths_ = files;
            page_.files.clear();
            for (const auto& file : paths_) page_.files.push_back(file.filename().string());
        };
    });
}

void PapersStep::open_camera(const DraftView& draft, const std::string& paper) {
    const auto* found = paper_in(draft, paper);
    if (!found) return;
    photo_for_ = paper;
    photo_name_ = "foto-" + paper + ".webp";
    camera_.open_paper(found->label, shape_of(paper));
}

// A picture becomes a paper like any photo; a PDF goes as it is.
void PapersStep::read_picked(const DraftView& draft, const PapersWish& wish) {
    const auto* found = paper_in(draft, wish.paper);
    if (!found || wish.file >= paths_.size()) return;
    const auto path = paths_[wish.file];
    const auto title = found->label;
    context_.chores.post([this, path, title, paper = wish.paper,
                          at = generation_]() -> Chores::Apply {
        auto bytes = read_file(path, limits::kPictureFileBytes);
        return [this, path, title, paper, at, bytes = std::move(bytes)] {
            if (at != generation_) return;
            if (!bytes) return context_.tell("problem.attach", bytes.error());
            const auto name = path.filename().string();
            if (devices::is_picture(*bytes)) {
                photo_for_ = paper;
                photo_name_ = path.stem().string() + ".webp";
                return camera_.open_file(title, *bytes);
            }
            change_([paper, name,
                     file = *bytes](Counter& counter) { return counter.attach(paper, name, file); },
                    "problem.attach");
        };
    });
}

void PapersStep::attach_photo(const devices::Paper& paper) {
    change_(
        [id = photo_for_, name = photo_name_, webp = paper.webp,
         original = paper.original](Counter& counter) -> Result<DraftView> {
            auto view = counter.attach(id, name, webp);
            // The paper is safe; an original that cannot be kept is only not kept.
            if (view) (void)Originals(counter.node()).keep(sha256(webp), original);
            return view;
        },
        "problem.attach");
}

void PapersStep::attach_original(const std::string& paper) {
    page_.extras[paper].has_original = false;
    change_(
        [paper](Counter& counter) -> Result<DraftView> {
            auto small = draft_paper(counter.node(), paper);
            if (!small) return pass(std::move(small));
            auto large = *small ? Originals(counter.node()).get(sha256(**small))
                                : Result<std::optional<Bytes>>(std::nullopt);
            if (!large) return pass(std::move(large));
            if (!*large) {
                return fail(ErrorCode::not_found,
                            "Foto asli tidak ada lagi di kios ini. Ambil foto baru.",
                            "original is gone");
            }
            return counter.attach(paper, "foto-asli-" + paper + ".webp", **large);
        },
        "problem.attach");
}

void PapersStep::fulfil(const PapersWish& wish, const DraftView& draft) {
    if (wish.list_files) list_files();
    switch (wish.what) {
        case PaperWish::none:
            break;
        case PaperWish::brought:
        case PaperWish::missing:
            change_([id = wish.paper,
                     how = wish.what == PaperWish::brought ? PaperHow::brought : PaperHow::missing](
                        Counter& counter) { return counter.paper(id, how); },
                    "problem.answer");
            break;
        case PaperWish::photo:
            open_camera(draft, wish.paper);
            break;
        case PaperWish::file:
            read_picked(draft, wish);
            break;
        case PaperWish::original:
            attach_original(wish.paper);
            break;
        case PaperWish::reuse:
            for (const auto& known : reusable_) {
                if (known.file.id != wish.paper) continue;
                change_(
                    [file = known.file](Counter& counter) { return counter.reuse(file.id, file); },
                    "problem.attach");
            }
            break;
    }
}

PapersStep::Wish PapersStep::draw(ui::Ui& ui, const ui::Rect& page, const DraftView& draft) {
    refresh(draft);
    page_.draft = &draft;
    page_.clerk = context_.session != nullptr;
    page_.camera = camera_.has_camera();
    page_.file_folder = context_.file_folder.string();
    const auto wish = draw_papers(ui, page, page_);
    fulfil(wish, draft);
    const auto seen = camera_.draw(ui);
    if (seen.paper) attach_photo(*seen.paper);
    return {wish.back, wish.next};
}

}  // namespace disapa::screens
