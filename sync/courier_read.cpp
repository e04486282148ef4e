#include "sync/courier_read.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "shared/base/clock.h"
#include "shared/crypto/keys.h"
#include "sync/sandbox.h"

namespace disapa {
namespace {

using Line = nlohmann::json;

constexpr int kSilentMilliseconds = 120'000;   // of one file; a bundle takes a second
constexpr std::size_t kLineBytes = 64 * 1024;  // what a child may say at once
constexpr std::size_t kSaidBytes = 64u << 20;  // and in all
constexpr int kMostChildren = 16;              // a stick of deadly files is no stick
constexpr std::size_t kTextBytes = 600;        // of one sentence

std::string word_of(ImportOutcome outcome) {
    switch (outcome) {
        case ImportOutcome::taken:
            return "taken";
        case ImportOutcome::known:
            return "known";
        case ImportOutcome::cut:
            return "cut";
        case ImportOutcome::damaged:
            return "damaged";
        case ImportOutcome::foreign:
            return "foreign";
        case ImportOutcome::own:
            return "own";
        case ImportOutcome::stranger:
            return "stranger";
        case ImportOutcome::not_bundle:
            return "not_bundle";
        case ImportOutcome::revoked:
            return "revoked";
    }
    return "damaged";
}

// ---- the child

// Says what it does, one line each, so that the parent knows at which file it died.
class Child {
  public:
    Child(int pipe, const std::set<std::string>& left_out, const BundleReader& read)
        : pipe_(pipe), left_out_(left_out), read_(read) {}

    [[nodiscard]] Status run(const std::filesystem::path& data, const std::filesystem::path& folder,
                             const MakeKeeper& make_keeper) {
        // Temporary files of the database stay beside it: there is no other folder in here.
        ::setenv("SQLITE_TMPDIR", data.c_str(), 1);
        const SystemClock clock;
        SystemRandom random;
        auto node = Node::open(data, clock, random);
        if (!node) return pass(std::move(node));
        auto stick = StickFolder::open(folder);
        if (!stick) return pass(std::move(stick));
        auto sandbox = enter_sandbox({{data}, {stick->descriptor()}});
        if (!sandbox) return pass(std::move(sandbox));
        const bool is_hub = node->setup().kind == NodeKind::hub;
        const auto keeper = is_hub && make_keeper ? make_keeper(*node) : nullptr;
        say({{"about", "begin"}, {"landlock", sandbox->has_landlock}, {"hub", is_hub}});
        return read_all(*node, keeper.get(), *stick);
    }
    void say(const Line& line) const {
        std::string text = line.dump(-1, ' ', false, Line::error_handler_t::replace) + "\n";
        std::string_view left = text;
        while (!left.empty()) {
            const auto count = ::write(pipe_, left.data(), left.size());
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) ::_exit(3);  // nobody listens any more
            left.remove_prefix(static_cast<std::size_t>(count));
        }
    }

  private:
    Status read_all(Node& node, Keeper* keeper, const StickFolder& stick) {
        auto listing = stick.list();
        if (!listing) return pass(std::move(listing));
        for (const auto& skipped : listing->skipped)
            say({{"about", "skipped"},
                 {"name", to_base64url(as_bytes(skipped.name))},
                 {"sentence", skipped.sentence}});
        if (listing->left_out > 0) say({{"about", "left_out"}, {"count", listing->left_out}});
        std::vector<std::string> names = std::move(listing->names);
        std::erase_if(names, [&](const auto& name) { return left_out_.contains(name); });
        // Names give the order; where they lie, what came too early is read once more, from the
        // other end, as long as that brings anything.
        bool has_brought = true;
        while (has_brought && !names.empty()) {
            has_brought = false;
            std::vector<std::string> early;
            for (const std::string& name : names) {
                auto result = read_one(node, keeper, stick, name);
                if (!result) return pass(std::move(result));
                has_brought = has_brought || result->acts > 0;
                if (result->early) early.push_back(name);
            }
            names.assign(early.rbegin(), early.rend());
        }
        return {};
    }

    Result<ImportResult> read_one(Node& node, Keeper* keeper, const StickFolder& stick,
                                  const std::string& name) {
        const std::string raw = to_base64url(as_bytes(name));
        say({{"about", "file"}, {"name", raw}});
        auto bytes = stick.read(name);
        if (!bytes) {
            say({{"about", "skipped"}, {"name", raw}, {"sentence", bytes.error().sentence}});
            return ImportResult{};
        }
        auto result = read_(node, keeper, *bytes);
        if (!result) return pass(std::move(result));
        say({{"about", "read"},
             {"name", raw},
             {"outcome", word_of(result->outcome)},
             {"sentence", result->sentence},
             {"log", result->log.substr(0, kTextBytes)},
             {"sender", result->sender.is_zero() ? std::string() : to_text(result->sender)},
             {"desa", result->region.code()},
             {"acts", result->acts},
             {"arrived", result->arrived},
             {"notices", result->notices}});
        return result;
    }

    int pipe_;
    const std::set<std::string>& left_out_;
    const BundleReader& read_;
};

[[noreturn]] void be_child(int pipe, const std::filesystem::path& data,
                           const std::filesystem::path& folder, const MakeKeeper& make_keeper,
                           const std::set<std::string>& left_out, const BundleReader& read) {
    // Never back into the parent's code, nor into its handlers; and not alone without it.
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGINT})
        ::signal(signal, SIG_DFL);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    try {
        const Child child(pipe, left_out, read);
        const auto done = Child(child).run(data, folder, make_keeper);
        if (!done)
            child.say({{"about", "error"},
                       {"code", static_cast<int>(done.error().code)},
                       {"sentence", done.error().sentence},
                       {"log", done.error().log}});
        else
            child.say({{"about", "end"}});
        ::_exit(0);
    } catch (...) {
        ::_exit(4);
    }
}

// ---- the parent

// What one child said; every line of it is judged, for a stranger's file may have spoken.
class Listener {
  public:
    ImportSummary summary;
    std::string at;  // the file that the child was reading
    bool has_ended = false;
    std::optional<Error> error;

    void hear(std::string_view text) {
        const Line line = Line::parse(text, nullptr, false);
        if (!line.is_object()) return;
        const std::string about = word(line, "about");
        const auto raw = from_base64url(word(line, "name"));
        const std::string name = raw ? std::string(as_text(*raw)) : std::string();
        if (about == "begin") {
            summary.has_landlock = flag(line, "landlock");
            summary.is_hub = flag(line, "hub");
        } else if (about == "file") {
            at = name;
        } else if (about == "left_out") {
            summary.left_out = static_cast<std::size_t>(number(line, "count"));
        } else if (about == "skipped") {
            merge({name, "skipped", word(line, "sentence"), {}, {}, {}, 0, 0});
            at.clear();
        } else if (about == "read") {
            hear_read(line, name);
            at.clear();
        } else if (about == "error") {
            error = Error{ErrorCode::io, word(line, "sentence"), word(line, "log")};
        } else if (about == "end") {
            has_ended = true;
        }
    }
    // Reading a file again adds what came; it does not take back what was said of it.
    void merge(ReadFile file) {
        ReadFile& known = files_[file.name];
        const bool is_new = known.name.empty() || file.acts > 0 || file.outcome == "deadly";
        file.acts += known.acts;
        file.arrived += known.arrived;
        if (is_new) {
            known = std::move(file);
        } else {
            known.acts = file.acts;
            known.arrived = file.arrived;
        }
    }
    ImportSummary take() {
        for (auto& [name, file] : files_) {
            summary.acts += file.acts;
            summary.arrived += file.arrived;
            if (!file.desa.empty()) summary.acts_of_desa[file.desa] += file.acts;
            summary.files.push_back(std::move(file));
        }
        return std::move(summary);
    }

  private:
    static std::string word(const Line& line, const char* key) {
        const auto found = line.find(key);
        return found != line.end() && found->is_string() ? found->get<std::string>() : "";
    }
    static std::uint64_t number(const Line& line, const char* key) {
        const auto found = line.find(key);
        return found != line.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
    }
    static bool flag(const Line& line, const char* key) {
        const auto found = line.find(key);
        return found != line.end() && found->is_boolean() && found->get<bool>();
    }
    void hear_read(const Line& line, const std::string& name) {
        merge({name, word(line, "outcome"), word(line, "sentence"), word(line, "log"),
               word(line, "sender"), word(line, "desa"), number(line, "acts"),
               number(line, "arrived")});
        const auto notices = line.find("notices");
        if (notices == line.end() || !notices->is_array()) return;
        for (const Line& notice : *notices) {
            if (!notice.is_string()) continue;
            const auto text = notice.get<std::string>();
            auto& all = summary.notices;
            if (all.size() < kStickFiles && std::find(all.begin(), all.end(), text) == all.end())
                all.push_back(text);
        }
    }

    std::map<std::string, ReadFile> files_;
};

// Lines until the child closes its end; false when it fell silent or said too much.
bool listen(int pipe, Listener& listener) {
    std::string text;
    std::size_t said = 0;
    std::array<char, 4096> piece{};
    for (;;) {
        pollfd wait = {pipe, POLLIN, 0};
        const int ready = ::poll(&wait, 1, kSilentMilliseconds);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        const auto count = ::read(pipe, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return true;
        text.append(piece.data(), static_cast<std::size_t>(count));
        said += static_cast<std::size_t>(count);
        for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            listener.hear(std::string_view(text).substr(0, end));
            text.erase(0, end + 1);
        }
        if (text.size() > kLineBytes || said > kSaidBytes) return false;
    }
}

}  // namespace

Result<ImportSummary> import_from_folder(const std::filesystem::path& data,
                                         const std::filesystem::path& folder,
                                         const MakeKeeper& make_keeper, const BundleReader& read) {
    Listener listener;
    std::set<std::string> left_out;
    for (int children = 0; children < kMostChildren; ++children) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return fail(ErrorCode::internal, "Flashdisk tidak dapat dibaca sekarang. Ulangi.",
                        "pipe: errno " + std::to_string(errno));
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(ends[0]);
            be_child(ends[1], data, folder, make_keeper, left_out, read);
        }
        ::close(ends[1]);
        const bool is_heard = child > 0 && listen(ends[0], listener);
        ::close(ends[0]);
        if (child < 0)
            return fail(ErrorCode::internal, "Flashdisk tidak dapat dibaca sekarang. Ulangi.",
                        "fork: errno " + std::to_string(errno));
        if (!is_heard) ::kill(child, SIGKILL);
        int ended = 0;
        while (::waitpid(child, &ended, 0) < 0 && errno == EINTR) {
        }
        if (listener.error) return tl::unexpected<Error>(*listener.error);
        if (listener.has_ended) return listener.take();
        if (listener.at.empty())
            return fail(ErrorCode::internal,
                        "Pembaca flashdisk berhenti sebelum mulai. Ulangi; bila tetap begitu, "
                        "hubungi petugas kecamatan.",
                        "child ended with status " + std::to_string(ended));
        left_out.insert(listener.at);
        listener.merge({listener.at,
                        "deadly",
                        "Merusak pembaca; dilewati. Jangan dipakai lagi.",
                        "child ended with status " + std::to_string(ended),
                        {},
                        {},
                        0,
                        0});
        listener.at.clear();
    }
    return fail(ErrorCode::refused,
                "Terlalu banyak berkas di flashdisk ini merusak pembaca. Pakai flashdisk lain.",
                "too many children died");
}

}  // namespace disapa
