// disapa-pictures: the kiosk's screens as PNG files, drawn without a display: a citizen's way from
// the home page to the receipt, and the clerk's queue. Works on a copy of a kiosk's folder, which
// it changes.
#include <iostream>
#include <nlohmann/json.hpp>

#include "kiosk/screens/app.h"
#include "kiosk/ui/harness.h"
#include "shared/base/program.h"
#include "tests/support/people.h"

namespace disapa::test {
namespace {

constexpr std::string_view kClerkPin = "274951";

// The screens on one folder, with a finger.
class Glass {
  public:
    Glass(std::filesystem::path folder, std::filesystem::path assets, std::filesystem::path out)
        : folder_(std::move(folder)), assets_(std::move(assets)), out_(std::move(out)) {}
    ~Glass() { app_.reset(); }

    Status start() {
        app_.reset();
        worker_.reset();
        if (!words_) {
            auto words = ui::Words::load(assets_ / "words" / "id.json");
            if (!words) return pass(std::move(words));
            words_ = std::make_unique<ui::Words>(std::move(*words));
        }
        auto counter = Counter::open(folder_, assets_, clock_, random_);
        if (!counter) return pass(std::move(counter));
        worker_ =
            std::make_unique<screens::Worker>(std::move(*counter), screens::Worker::Mode::in_place);
        screens::AppOptions options;
        options.folder = folder_;
        options.print_folder = folder_ / "cetak";
        options.file_folder = folder_ / "berkas";
        options.tick_here = true;
        app_ = std::make_unique<screens::App>(*worker_, chores_, clock_, std::move(options));
        harness_ = std::make_unique<ui::Harness>(*words_, [this](ui::Ui& ui) { app_->frame(ui); });
        harness_->step(4);
        return {};
    }

    // A draft as a citizen leaves it when the power fails: everything is answered.
    Result<std::string> leave_draft(const std::filesystem::path& source) {
        auto counter = Counter::open(folder_, assets_, clock_, random_);
        if (!counter) return pass(std::move(counter));
        People people(source, 20261123);
        const auto form = people.form("SKTM", wita_date(clock_.now()));
        if (auto begun = counter->begin("SKTM"); !begun) return pass(std::move(begun));
        for (const auto& [field, value] : form.items()) {
            const Json typed = value.is_string() ? value : Json(value.dump());
            if (auto done = counter->answer(field, typed, nullptr); !done)
                return pass(std::move(done));
        }
        const auto nik = form["nik"].get<std::string>();
        return nik.substr(nik.size() - 4);
    }

    bool tap(std::string_view id) {
        (void)harness_->bring_into_view(id);
        const bool done = harness_->tap(id);
        harness_->step(4);
        return done;
    }
    bool digits(const std::string& pad, std::string_view digits) {
        for (const char digit : digits) {
            if (!tap(pad + ":" + digit)) return false;
        }
        return true;
    }
    Status shot(const std::string& name) {
        harness_->step(4);
        const auto file = out_ / (name + ".png");
        if (auto saved = harness_->save_picture(file); !saved) return saved;
        std::cout << file.string() << '\n';
        return {};
    }

    Status citizen(const std::string& tail) {
        if (!digits("resume:tail", tail)) return lost("resume");
        if (auto done = shot("form"); !done) return done;
        for (int page = 0; page < 12; ++page) {
            const bool reviewing = harness_->says((*words_)("review.title"));
            if (reviewing) {
                if (auto done = shot("review"); !done) return done;
            }
            if (!tap("next")) return lost("next");
            if (reviewing) return shot("receipt");
        }
        return lost("review");
    }

    Status clerk() {
        if (!tap("officer")) return lost("officer");
        for (const auto& node : harness_->tree().nodes) {
            if (node.id.starts_with("officer:") &&
                node.label.find("Mastora") != std::string::npos) {
                const auto id = node.id;
                if (!tap(id) || !digits("pin", kClerkPin) || !tap("pin:done")) return lost("pin");
                return shot("queue");
            }
        }
        return lost("the clerk");
    }

  private:
    Status lost(const std::string& where) {
        (void)shot("lost");
        return fail(ErrorCode::internal, "Layar tidak seperti yang diharapkan: " + where,
                    "the screens went another way at " + where);
    }

    std::filesystem::path folder_, assets_, out_;
    SystemClock clock_;
    SystemRandom random_;
    std::unique_ptr<ui::Words> words_;
    std::unique_ptr<screens::Worker> worker_;
    screens::Chores chores_{screens::Chores::Mode::in_place};
    std::unique_ptr<screens::App> app_;
    std::unique_ptr<ui::Harness> harness_;
};

Status draw(const std::filesystem::path& folder, const std::filesystem::path& source,
            const std::filesystem::path& out) {
    Glass glass(folder, source / "assets", out);
    if (auto started = glass.start(); !started) return started;
    if (auto done = glass.shot("home"); !done) return done;
    if (auto done = glass.clerk(); !done) return done;
    auto tail = glass.leave_draft(source);
    if (!tail) return pass(std::move(tail));
    if (auto started = glass.start(); !started) return started;
    return glass.citizen(*tail);
}

int run(int count, char** words) {
    if (count != 4) {
        std::cerr << "usage: disapa-pictures KIOSK-FOLDER SOURCE OUT\n";
        return kExitUsage;
    }
    if (auto done = draw(words[1], words[2], words[3]); !done) return tell(done.error());
    return kExitDone;
}

}  // namespace
}  // namespace disapa::test

int main(int count, char** words) {
    return disapa::test::run(count, words);
}
