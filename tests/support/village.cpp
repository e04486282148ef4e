#include "tests/support/village.h"

#include "shared/base/file.h"
#include "sync/answer.h"
#include "sync/hub/admin.h"
#include "sync/hub/ledger.h"

namespace disapa::test {
namespace {

constexpr std::string_view kPassphrase = "perahu tenang lima rotan pagi";

// Bundles handed over in memory: what HTTP does in life.
class DirectLink final : public Link {
  public:
    DirectLink(Node& hub, Keeper& keeper) : hub_(hub), keeper_(keeper) {}
    LinkReply post(ByteView request, std::size_t,
                   const std::function<Status(ByteView)>& on_bytes) override {
        LinkReply reply;
        auto bytes = answer(hub_, keeper_, request);
        if (!bytes) {
            reply.outcome = pass(std::move(bytes));
            return reply;
        }
        reply.bytes_up = request.size();
        reply.bytes_down = bytes->size();
        reply.outcome = on_bytes(*bytes);
        return reply;
    }

  private:
    Node& hub_;
    Keeper& keeper_;
};

}  // namespace

Office umaq_dian() {
    Office office;
    office.region = *Region::parse("64.02.12.2005");
    office.name = "Umaq Dian";
    office.address = "Jalan Poros Desa RT 001";
    office.postcode = "75561";
    office.phone = "0812 0000 2005";
    office.unit_code = "UMD";
    office.letterhead = {"PEMERINTAH KABUPATEN KUTAI KARTANEGARA", "KECAMATAN TABANG"};
    office.head_name = "Lawing Ngau";
    office.head_title = "Kepala Desa Umaq Dian";
    return office;
}

Office tabang() {
    Office office;
    office.region = *Region::parse("64.02.12");
    office.name = "Tabang";
    office.address = "Jalan Pemuda Nomor 1, Sidomulyo";
    office.postcode = "75561";
    office.phone = "0812 0000 0012";
    office.unit_code = "TBG";
    office.letterhead = {"PEMERINTAH KABUPATEN KUTAI KARTANEGARA"};
    office.head_name = "Rusli Wibisono";
    office.head_title = "Camat Tabang";
    office.head_nip = "197503122000031004";
    return office;
}

Village::~Village() = default;

Result<std::unique_ptr<SigningKey>> Village::officer(const Options& options, Role role,
                                                     std::string name, std::string title) {
    auto invite =
        make_invite(*hub, {tabang().region, role, std::move(name), std::move(title),
                           role == Role::camat ? tabang().head_nip : "", options.hub_url});
    if (!invite) return pass(std::move(invite));
    auto admin_key = resident_admin(*hub);
    if (!admin_key) return pass(std::move(admin_key));
    const auto file = options.folder / (std::string(to_text(role)) + ".jwe");
    auto made = admin::make_officer(*hub, *invite, file, kPassphrase, *admin_key);
    if (!made) return pass(std::move(made));
    auto key = admin::open_key(*hub, file, options.folder / "frasa");
    if (!key) return pass(std::move(key));
    return std::make_unique<SigningKey>(std::move(*key));
}

Status Village::enrol(const Options& options) {
    const auto desa = umaq_dian().region;
    const auto enrol_here = [&](Role role, std::string name, std::string title,
                                std::string_view pin) -> Result<KeyId> {
        auto invite =
            make_invite(*hub, {desa, role, std::move(name), std::move(title), "", options.hub_url});
        if (!invite) return pass(std::move(invite));
        return Counter::enrol(options.folder / "kiosk", to_text(*invite), pin, clock, *random,
                              options.pin_cost);
    };
    auto device = enrol_here(Role::kiosk, "Kiosk Umaq Dian", "", "");
    if (!device) return pass(std::move(device));
    auto clerk = enrol_here(Role::petugas, "Mastora Lestari", "Kasi Pelayanan", "274951");
    if (!clerk) return pass(std::move(clerk));
    auto head = enrol_here(Role::kades, "Lawing Ngau", "Kepala Desa Umaq Dian", "830462");
    if (!head) return pass(std::move(head));
    auto counter =
        Counter::open(options.folder / "kiosk", options.source / "assets", clock, *random);
    if (!counter) return pass(std::move(counter));
    kiosk = std::make_unique<Counter>(std::move(*counter));
    if (auto report = exchange(); report.error) return tl::unexpected<Error>(*report.error);
    if (auto report = exchange(); report.error) return tl::unexpected<Error>(*report.error);
    auto opened = kiosk->sign_in(*clerk, "274951");
    if (!opened) return pass(std::move(opened));
    petugas = std::make_unique<Session>(std::move(*opened));
    auto opened_too = kiosk->sign_in(*head, "830462");
    if (!opened_too) return pass(std::move(opened_too));
    kades = std::make_unique<Session>(std::move(*opened_too));
    return {};
}

Result<std::unique_ptr<Village>> Village::make(const Options& options) {
    std::unique_ptr<Village> village(new Village(options.now));
    if (options.system_random) {
        village->random = std::make_unique<SystemRandom>();
    } else {
        village->random = std::make_unique<SeededRandom>(options.seed);
    }
    auto services = Catalogue::load(options.source / "assets");
    if (!services) return pass(std::move(services));
    village->catalogue = std::make_unique<Catalogue>(std::move(*services));
    auto known = Lists::load(options.source / "assets");
    if (!known) return pass(std::move(known));
    village->lists = std::make_unique<Lists>(std::move(*known));

    if (auto made = make_private_folder(options.folder); !made) return pass(std::move(made));
    if (auto kept = write_file_durably(options.folder / "frasa", as_bytes(kPassphrase)); !kept) {
        return pass(std::move(kept));
    }
    auto done = admin::init(options.folder / "hub",
                            {tabang().region, "Tabang", "https://tabang.example", options.sample},
                            *village->catalogue, village->clock, *village->random);
    if (!done) return pass(std::move(done));
    auto node = Node::open(options.folder / "hub", village->clock, *village->random,
                           {.checkpointer = true});
    if (!node) return pass(std::move(node));
    village->hub = std::make_unique<Node>(std::move(*node));
    village->keeper = std::make_unique<HubKeeper>(*village->hub);
    auto root = resident_admin(*village->hub);
    if (!root) return pass(std::move(root));
    for (const auto& office : {umaq_dian(), tabang()}) {
        if (auto told = admin::publish_office(*village->hub, office, *root); !told) {
            return pass(std::move(told));
        }
    }
    auto kasi = village->officer(options, Role::verifikator, "Diang Safitri", "Kasi Pemerintahan");
    if (!kasi) return pass(std::move(kasi));
    village->kasi = std::move(*kasi);
    auto camat = village->officer(options, Role::camat, "Rusli Wibisono", "Camat Tabang");
    if (!camat) return pass(std::move(camat));
    village->camat = std::move(*camat);
    if (auto enrolled = village->enrol(options); !enrolled) return pass(std::move(enrolled));
    return village;
}

ExchangeReport Village::exchange() {
    // What the server's worker does when it hears of a kiosk.
    auto roster = hub->roster();
    const auto& node = kiosk->node();
    if (roster && roster->find(node.id())) {
        auto granted = hub->write([&](Writer& writer) {
            return ledger::grant_numbers(*hub, writer, node.open_feed(node.setup().region));
        });
        if (!granted) {
            ExchangeReport failed;
            failed.error = granted.error();
            return failed;
        }
    }
    DirectLink link(*hub, *keeper);
    return disapa::exchange(kiosk->node(), link);
}

Status Village::verify(std::string_view code) {
    auto view = kiosk->view(code, petugas.get());
    if (!view) return pass(std::move(view));
    std::vector<PaperCheck> checks;
    for (const auto& paper : view->papers) {
        checks.push_back({paper.id, paper.how != PaperHow::missing,
                          paper.how == PaperHow::missing ? "Sedang diurus di kecamatan." : ""});
    }
    return kiosk->verify(code, checks, *petugas);
}

Status Village::decide(std::string_view shown_code, DecisionKind kind, std::string reason) {
    const auto code = read_code(shown_code);
    if (!code) return fail(ErrorCode::invalid, "", "bad code");
    const auto& key = kind == DecisionKind::check ? *kasi : *camat;
    Decisions decisions(*hub, *catalogue, *lists);
    auto payload = decisions.prepare({*code, kind, key.id(), std::move(reason), {}});
    if (!payload) return pass(std::move(payload));
    auto done = decisions.decide({key.id(), *payload, sign_jws(key, kTypAct, *payload)});
    if (!done) return pass(std::move(done));
    return {};
}

}  // namespace disapa::test
