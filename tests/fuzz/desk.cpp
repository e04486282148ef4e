// The hub's HTTP door above the HTTP library: /sync as it arrives, the desk's API with and without
// an officer signed in.
//
//   METHOD PATH\n  AUTHORIZATION\n  BODY        T in place of an authorization: the camat's own
#include <condition_variable>
#include <nlohmann/json.hpp>
#include <optional>

#include "shared/crypto/jws.h"
#include "sync/hub/api.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/world.h"

namespace disapa::fuzz {

namespace {

constexpr std::string_view kHost = "127.0.0.1:8420";
constexpr auto kPatience = std::chrono::seconds(20);

// A reply that is waited for, and a body that may be told to wait.
struct Waiting : std::enable_shared_from_this<Waiting> {
    std::mutex mutex;
    std::condition_variable wake;
    std::optional<HttpResponse> response;
    bool resumed = false;

    HttpServer::Reply reply() {
        return [self = shared_from_this()](HttpResponse made) {
            const std::lock_guard lock(self->mutex);
            must(!self->response.has_value(), "a request is answered once");
            self->response = std::move(made);
            self->wake.notify_all();
        };
    }
    std::function<void()> resume() {
        return [self = shared_from_this()] {
            const std::lock_guard lock(self->mutex);
            self->resumed = true;
            self->wake.notify_all();
        };
    }
    void wait_for_answer() {
        std::unique_lock lock(mutex);
        must(wake.wait_for(lock, kPatience, [&] { return response.has_value(); }),
             "a request is answered at all");
    }
    // False: an answer came instead.
    bool wait_for_room() {
        std::unique_lock lock(mutex);
        must(wake.wait_for(lock, kPatience, [&] { return resumed || response.has_value(); }),
             "a body that was told to wait may go on");
        resumed = false;
        return !response.has_value();
    }
    bool is_answered() {
        const std::lock_guard lock(mutex);
        return response.has_value();
    }
};

class Desk {
  public:
    Desk()
        : camat_(std::move(world_.village().camat)),
          worker_(reopened(), [](std::string_view) {}),
          api_(need(Api::open(setup(), worker_))) {
        sign_in();
    }

    HttpResponse ask(HttpRequest request) {
        const bool leaves = request.authorization == "T" && request.path == "/api/sign-out";
        auto response = ask_as_is(std::move(request));
        if (leaves) sign_in();
        return response;
    }

  private:
    void sign_in() {
        const std::string kid = std::string(to_text(camat_->id()));
        const Json asked = answer_json("POST", "/api/challenge", Json{{"kid", kid}});
        const Bytes text = need(
            to_canonical(Json{{"challenge", asked.at("challenge")}, {"host", std::string(kHost)}}));
        const Jws jws{camat_->id(), text, sign_jws(*camat_, kTypChallenge, text)};
        const Json opened =
            answer_json("POST", "/api/session", Json{{"jws", to_compact(jws, kTypChallenge)}});
        token_ = "Bearer " + opened.at("token").get<std::string>();
    }

    HttpResponse ask_as_is(HttpRequest request) {
        if (request.authorization == "T") request.authorization = token_;
        request.host = kHost;
        request.confidential = true;
        // Each from elsewhere: the quota of one address is not what is tried here.
        ++asked_;
        request.remote = "10." + std::to_string(asked_ >> 16U & 255U) + "." +
                         std::to_string(asked_ >> 8U & 255U) + "." + std::to_string(asked_ & 255U);
        const auto waiting = std::make_shared<Waiting>();
        if (request.method == "POST" && request.path == "/sync" && visit(request, *waiting)) {
            return *waiting->response;
        }
        api_.handle(std::move(request), waiting->reply());
        waiting->wait_for_answer();
        return *waiting->response;
    }
    Node reopened() {
        village().kiosk.reset();
        village().keeper.reset();
        village().hub.reset();
        return need(
            Node::open(world_.folder() / "hub", village().clock, *village().random, {true}));
    }
    Api::Setup setup() {
        return {std::filesystem::path(DISAPA_SOURCE_DIR) / "assets", village().catalogue.get(),
                village().lists.get(), &village().clock, village().random.get()};
    }
    test::Village& village() { return world_.village(); }

    // False: the handler shall have it whole.
    bool visit(const HttpRequest& request, Waiting& waiting) {
        const auto sink = api_.visit(request, waiting.reply(), waiting.resume());
        if (sink == nullptr) return waiting.is_answered();
        ByteView rest = request.body;
        while (!rest.empty()) {
            const auto taken = sink->take(rest.first(std::min<std::size_t>(rest.size(), 1400)));
            rest = rest.subspan(taken);
            if (taken > 0 || waiting.wait_for_room()) continue;
            sink->cut();
            return true;
        }
        sink->end();
        waiting.wait_for_answer();
        return true;
    }
    Json answer_json(std::string method, std::string path, const Json& body) {
        const std::string text = body.dump();
        HttpRequest request;
        request.method = std::move(method);
        request.path = std::move(path);
        request.body = Bytes(text.begin(), text.end());
        const auto response = ask_as_is(std::move(request));
        if (response.status != 200) {
            give_up({ErrorCode::internal, "", "sign-in: " + std::string(as_text(response.body))});
        }
        return Json::parse(response.body.begin(), response.body.end());
    }

    World world_;
    std::unique_ptr<SigningKey> camat_;
    HubWorker worker_;
    Api api_;
    std::string token_;
    std::uint32_t asked_ = 0;
};

std::string_view cut_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return line;
}

}  // namespace

bool http(ByteView input) {
    static Desk desk;
    std::string_view rest = as_text(input);
    const auto first = cut_line(rest);
    const auto space = first.find(' ');
    HttpRequest request;
    request.method = first.substr(0, space);
    request.path = space == std::string_view::npos ? "" : first.substr(space + 1);
    request.authorization = cut_line(rest);
    request.body = Bytes(rest.begin(), rest.end());
    const auto response = desk.ask(std::move(request));
    must(response.status >= 200 && response.status < 600, "an answer has a status");
    must(response.status != 500, "no request is a fault of the hub");
    return response.status == 200;
}

}  // namespace disapa::fuzz
