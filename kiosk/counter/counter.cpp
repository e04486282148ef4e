#include "kiosk/counter/counter.h"

#include <nlohmann/json.hpp>

#include "kiosk/counter/counter_state.h"
#include "kiosk/counter/evidence.h"
#include "kiosk/counter/officers.h"

namespace disapa {
namespace {

LinkState link_state_of(std::string_view word) {
    if (word == "baik") return LinkState::good;
    if (word == "lambat") return LinkState::slow;
    if (word == "menunggu") return LinkState::waiting;
    if (word == "tanpa_jaringan") return LinkState::no_network;
    if (word == "tanpa_nama") return LinkState::no_name;
    if (word == "tak_terjangkau") return LinkState::unreachable;
    if (word == "terputus") return LinkState::down;
    if (word == "login") return LinkState::portal;
    if (word == "ditolak") return LinkState::refused;
    if (word == "jam") return LinkState::clock;
    if (word == "jendela") return LinkState::window;
    if (word == "kuota") return LinkState::quota;
    if (word == "dicabut") return LinkState::revoked;
    return LinkState::never;
}

}  // namespace

Result<KeyId> Counter::enrol(const std::filesystem::path& folder, std::string_view invite_text,
                             std::string_view pin, const Clock& clock, Random& random,
                             Argon2Cost cost) {
    auto invite = parse_invite(invite_text);
    if (!invite) return pass(std::move(invite));
    if (invite->role == Role::kiosk) return enrol_device(folder, *invite, clock, random);
    auto node = Node::open(folder, clock, random);
    if (!node) return pass(std::move(node));
    return enrol_officer(*node, *invite, pin, cost);
}

Result<Counter> Counter::open(const std::filesystem::path& folder,
                              const std::filesystem::path& assets, const Clock& clock,
                              Random& random) {
    auto catalogue = Catalogue::load(assets);
    if (!catalogue) return pass(std::move(catalogue));
    auto lists = Lists::load(assets);
    if (!lists) return pass(std::move(lists));
    auto node = Node::open(folder, clock, random);
    if (!node) return pass(std::move(node));
    if (node->setup().kind != NodeKind::kiosk) {
        return fail(ErrorCode::refused, "Folder ini milik hub, bukan kios. Periksa --data.",
                    "this folder is a hub's");
    }
    auto provisional = provisional_officers(*node);
    if (!provisional) return pass(std::move(provisional));
    node->set_provisional(std::move(*provisional));
    return Counter(
        std::make_unique<State>(std::move(*node), std::move(*catalogue), std::move(*lists)));
}

Counter::Counter(std::unique_ptr<State> state) : state_(std::move(state)) {}
Counter::Counter(Counter&&) noexcept = default;
Counter& Counter::operator=(Counter&&) noexcept = default;
Counter::~Counter() = default;

const Catalogue& Counter::catalogue() const {
    return state_->catalogue;
}
const Lists& Counter::lists() const {
    return state_->lists;
}
Node& Counter::node() {
    return state_->node;
}
std::uint64_t Counter::version() {
    return state_->node.version();
}

LinkView Counter::link() {
    auto& node = state_->node;
    LinkView view;
    if (auto record = node.get("link", "state"); record && *record) {
        const auto json = Json::parse(**record, nullptr, false);
        if (json.is_object()) {
            view.state = link_state_of(json.value("state", ""));
            view.sentence = json.value("sentence", "");
            view.last_contact = json.value("last_contact", Instant{0});
        }
    }
    if (auto book = node.book()) {
        for (const auto& [id, of] : (*book)->cases()) ++(of.arrived ? view.arrived : view.waiting);
        for (const auto& [id, of] : (*book)->inquiries())
            ++(of.arrived ? view.arrived : view.waiting);
        // A clock before the newest time of the hub was put back or lost its battery.
        view.clock_doubt = node.clock().now() + 86400 < (*book)->hub_time();
    }
    return view;
}

HomeView Counter::home() {
    const auto& setup = state_->node.setup();
    HomeView view;
    view.office_line = state_->office_line();
    view.place_line = "Kecamatan " + state_->lists.region_name(setup.office) + ", " +
                      state_->lists.region_name(setup.office.parent());
    view.telephone = state_->telephone();
    for (const auto& service : state_->catalogue.services()) {
        view.services.push_back(
            {service.code, service.short_name, service.hint, service.icon, service.group});
    }
    view.link = link();
    view.notice = state_->node.rebirth_sentence();
    view.sample = setup.sample;
    return view;
}

Verification Counter::verify_text(std::string_view qr_text) {
    const auto today = wita_date(state_->node.clock().now());
    auto roster = state_->node.roster();
    auto book = state_->node.book();
    return verify_letter(qr_text, roster ? *roster : Roster{}, book ? *book : nullptr, today);
}

Result<std::string> Counter::export_case(std::string_view code) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return evidence_of(state_->node, *found->book, *found->of);
}

Result<std::string> Counter::case_json(std::string_view code) {
    auto found = state_->find(code);
    if (!found) return pass(std::move(found));
    return state_->views.to_json(*found->of).dump();
}

std::string Counter::queue_json() {
    Json rows = Json::array();
    if (auto book = state_->node.book()) {
        for (const auto& row : queue()) {
            rows.push_back(state_->views.to_json(*(*book)->find_code(row.code)));
        }
    }
    return rows.dump();
}

}  // namespace disapa
