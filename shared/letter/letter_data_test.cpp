#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "shared/letter/letters_world.h"
#include "shared/service/forms_world.h"
#include "shared/store/store_world.h"

using namespace disapa;
using disapa::testing::append;
using disapa::testing::carry;
using disapa::testing::payload;
using disapa::testing::text_of;

namespace {

const std::filesystem::path kAssets = std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";

// A hub and a kiosk with all officers, and requests on their whole way between them.
struct World {
    disapa::testing::Office base;
    Catalogue catalogue = *Catalogue::load(kAssets);
    Lists lists = *Lists::load(kAssets);
    Node hub = base.open("hub");
    Node kiosk = base.kiosk("kiosk", base.desa);
    SigningKey kades = SigningKey::generate(base.random);
    SigningKey camat = SigningKey::generate(base.random);
    int issued = 0;

    World() {
        base.clock.set(instant_of({2026, 11, 20}, 9));
        base.enrol_kiosk(hub, kiosk);
        base.enrol_clerk(hub, kiosk);
        enrol(kades, Role::kades, base.desa, "IGUNG DING", "Kepala Desa Umaq Dian", "");
        enrol(camat, Role::camat, base.kecamatan, "PEBULAAN NGAU", "Camat Tabang",
              "197503052005011003");
        Json services = Json::array();
        for (const Service& service : catalogue.services()) {
            const char* flow = service.steps.flow == Flow::desa    ? "desa"
                               : service.steps.flow == Flow::camat ? "camat"
                                                                   : "mengetahui";
            services.push_back({{"service", service.code}, {"flow", flow}});
        }
        base.roster_act(hub,
                        {{"type", "catalogue_published"}, {"at", now()}, {"services", services}});
        publish("64.02.12.2005", "Umaq Dian", "UMD", "Kepala Desa Umaq Dian");
        publish("64.02.12", "Tabang", "TBG", "Camat Tabang");
        settle();
        ledger({{"type", "numbers_granted"},
                {"at", now()},
                {"feed", text_of(kiosk_feed().id())},
                {"series", "desa"},
                {"year", 2026},
                {"from", 1},
                {"to", 50}});
        settle();
    }
    Instant now() const { return base.clock.now(); }
    FeedName kiosk_feed() const { return kiosk.open_feed(base.desa); }
    void enrol(const SigningKey& key, Role role, const Region& where, const char* name,
               const char* title, const char* nip) {
        Json act = base.key_act(key, role, where);
        act["name"] = name;
        act["title"] = title;
        if (*nip != '\0') act["nip"] = nip;
        if (role == Role::kades) act["devices"] = {to_text(kiosk.id())};
        base.roster_act(hub, act);
    }
    void publish(const char* where, const char* name, const char* unit, const char* title) {
        base.roster_act(hub, {{"type", "office_published"},
                              {"at", now()},
                              {"office",
                               {{"region", where},
                                {"name", name},
                                {"unit_code", unit},
                                {"head_title", title},
                                {"address", "Jalan Poros"}}}});
    }
    void ledger(const Json& act) { append(hub, base.desa, {node_entry(payload(act))}); }
    // Everything goes both ways, and the hub says in what order it counts.
    void settle() {
        const FeedName office = hub.open_feed(base.kecamatan);
        ledger({{"type", "roster_at"},
                {"at", now()},
                {"feed", text_of(office.id())},
                {"size", hub.size_of(office.id())}});
        const FeedId feed = kiosk_feed().id();
        if (kiosk.size_of(feed) > 0) {
            (void)carry(kiosk, hub, kiosk_feed());
            const auto size = hub.size_of(feed);
            ledger({{"type", "received"},
                    {"at", now()},
                    {"feed", text_of(feed)},
                    {"size", size},
                    {"root", text_of(hub.root_at(feed, size))}});
        }
        (void)carry(hub, kiosk, office);
        (void)carry(hub, kiosk, hub.open_feed(base.desa));
    }
    const Case& find(Node& node, const Digest& id) {
        const Case* found = node.book(base.desa).value()->find(id);
        REQUIRE(found != nullptr);
        return *found;
    }
    Digest submit(const char* code, std::string_view own) {
        const auto form = normalise_form(
            *catalogue.find(code),
            Json::parse("{" + std::string(sample::kApplicant) + std::string(own) + "}"), lists);
        REQUIRE(form.has_value());
        Json act = base.request();
        act["service"] = code;
        act["form"] = *form;
        const Entry entry = node_entry(payload(act));
        append(kiosk, base.desa, {entry, base.verified(entry.digest)});
        return entry.digest;
    }
    Claims claims(ActType type, const char* code, const Digest& of) const {
        Claims made;
        made.type = type;
        made.at = now();
        made.of = of;
        made.service = code;
        made.holder = "LUNG BILUNG";
        made.nik_tail = "0003";
        return made;
    }
    void endorse(const char* code, const Digest& id) {
        Claims made = claims(ActType::endorsed, code, id);
        const bool numbered = catalogue.find(code)->steps.flow != Flow::camat;
        if (numbered)
            made.number = format_number(catalogue.find(code)->archive_code, ++issued, "UMD",
                                        wita_date(now()));
        if (catalogue.find(code)->steps.flow == Flow::desa) made.valid_until = Date{2026, 12, 20};
        std::vector<Entry> entries = {person_entry(encode_claims(made).value(), kades)};
        if (numbered) {
            entries.push_back(node_entry(payload({{"type", "issued"},
                                                  {"at", now()},
                                                  {"number", issued},
                                                  {"of", text_of(entries[0].digest)},
                                                  {"series", "desa"},
                                                  {"year", 2026}})));
        }
        append(kiosk, base.desa, std::move(entries));
    }
    void approve(const char* code, const Digest& id, const char* acting = "",
                 const SigningKey* by = nullptr) {
        Claims made = claims(ActType::approved, code, find(hub, id).endorsed);
        made.number = find(hub, id).number;
        made.register_number =
            format_number(catalogue.find(code)->archive_code, 31, "TBG", wita_date(now()));
        made.acting = acting;
        append(hub, base.desa, {person_entry(encode_claims(made).value(), by ? *by : camat)});
    }
    LetterData letter(Node& node, const Digest& id) {
        const auto made = letter_of(node, find(node, id), catalogue, lists);
        REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().log));
        return *made;
    }
    std::string refusal(const Digest& id) {
        const auto made = letter_of(kiosk, find(kiosk, id), catalogue, lists);
        REQUIRE_FALSE(made.has_value());
        CHECK(made.error().code == ErrorCode::refused);
        return made.error().sentence;
    }
};

std::string all_text(const LetterData& letter) {
    std::string text = letter.opening + letter.closing;
    for (const auto& [label, value] : letter.facts) text += label + value;
    for (const auto& paragraph : letter.body) text += paragraph;
    return text;
}

}  // namespace

TEST_CASE("a desa letter needs no hub: number, kades, QR and validity stand in it") {
    World world;
    const auto id = world.submit("SKU", sample::kSku);
    CHECK(world.refusal(id).find("belum disahkan kepala desa") != std::string::npos);
    world.endorse("SKU", id);
    const auto letter = world.letter(world.kiosk, id);
    sample::keep("real-sku.pdf", render_letter(letter).value());
    CHECK(letter.number == "500.2.2.4/001/UMD/XI/2026");
    CHECK(letter.title == "SURAT KETERANGAN USAHA");
    CHECK(letter.right.name == "IGUNG DING");
    CHECK(letter.right.heading == "Kepala Desa Umaq Dian");
    CHECK(letter.right.place_date == "Umaq Dian, 20 November 2026");
    CHECK_FALSE(letter.left.has_value());
    CHECK(letter.office.name == "Umaq Dian");
    CHECK(letter.kabupaten == "Kutai Kartanegara");
    CHECK(letter.copy == 1);
    const auto text = all_text(letter);
    CHECK(text.find("20 Desember 2026") != std::string::npos);
    CHECK(text.find("Bankaltimtara") != std::string::npos);
    CHECK(text.find("RW") == std::string::npos);
    CHECK(text.find_first_of("{}[]@") == std::string::npos);
    const auto verdict = verify_letter(letter.qr_text, world.kiosk.roster().value(),
                                       world.kiosk.book().value(), {2026, 11, 21});
    CHECK(verdict.verdict == Verdict::genuine);
    CHECK(verdict.claims.number == letter.number);
}

TEST_CASE(
    "a letter that the camat knows of shows both officers, and is the same at hub and kiosk") {
    World world;
    const auto id = world.submit("SKTM", sample::kSktm);
    world.endorse("SKTM", id);
    CHECK(world.refusal(id).find("belum disetujui camat") != std::string::npos);
    world.settle();
    world.base.clock.set(instant_of({2026, 11, 23}, 10));
    world.approve("SKTM", id, "plh");
    world.settle();
    const auto letter = world.letter(world.kiosk, id);
    sample::keep("real-sktm.pdf", render_letter(letter).value());
    CHECK(letter.number == "400.9.14/001/UMD/XI/2026");
    REQUIRE(letter.left.has_value());
    CHECK(letter.left->heading == "Mengetahui,\nPlh. Camat Tabang");
    CHECK(letter.left->name == "PEBULAAN NGAU");
    CHECK(letter.left->nip == "197503052005011003");
    CHECK(letter.left->register_number == "400.9.14/031/TBG/XI/2026");
    CHECK(letter.left->place_date == "Tabang, 23 November 2026");
    CHECK(letter.right.place_date == "Umaq Dian, 20 November 2026");
    REQUIRE(letter.tables.size() == 1);
    CHECK(letter.tables[0].rows[1] ==
          std::vector<std::string>{"BIT LEJAU", "6402121107850002", "suami"});
    const auto text = all_text(letter);
    CHECK(text.find("berlaku sampai") == std::string::npos);  // these claims have no end
    CHECK(text.find_first_of("{}[]@") == std::string::npos);
    CHECK(render_letter(letter).value() == render_letter(world.letter(world.hub, id)).value());
}

TEST_CASE("heirs: REGISTER strengthens, and tables come in order without empty ones") {
    World world;
    const auto id = world.submit("SKAW", sample::kSkaw);
    world.endorse("SKAW", id);
    world.settle();
    world.approve("SKAW", id);
    world.settle();
    const auto letter = world.letter(world.kiosk, id);
    sample::keep("real-skaw.pdf", render_letter(letter).value());
    CHECK(letter.left->heading == "Mengetahui dan menguatkan,\nCamat Tabang");
    REQUIRE(letter.tables.size() == 4);
    CHECK(letter.tables[0].rows[0] == std::vector<std::string>{"BUAQ USAT", "-", "Hidup"});
    CHECK(letter.tables[1].head ==
          std::vector<std::string>{"Nama", "NIK", "Umur", "Hubungan", "Alamat"});
    CHECK(letter.tables[2].rows[0][2] == "Rp27.500.000");
    CHECK(letter.facts[0].second == "LEJAU ANYE");
    CHECK(letter.facts[2].second == "Senin, 14 September 2026");
}

TEST_CASE(
    "the camat's own letter has the kecamatan's letterhead and the kades' day in its opening") {
    World world;
    const auto id = world.submit("DISNIK", sample::kDisnik);
    world.endorse("DISNIK", id);
    world.settle();
    world.base.clock.set(instant_of({2026, 11, 23}, 10));
    const SigningKey sekcam = SigningKey::generate(world.base.random);
    world.enrol(sekcam, Role::sekcam, world.base.kecamatan, "BIT LEJAU",
                "Sekretaris Kecamatan Tabang", "");
    world.base.roster_act(world.hub, {{"type", "delegated"},
                                      {"at", world.now()},
                                      {"key", to_text(sekcam.id())},
                                      {"kind", "an"},
                                      {"role", "camat"},
                                      {"from", world.now() - 60},
                                      {"until", world.now() + 86400}});
    world.settle();
    world.approve("DISNIK", id, "an", &sekcam);
    world.settle();
    const auto letter = world.letter(world.kiosk, id);
    sample::keep("real-disnik.pdf", render_letter(letter).value());
    CHECK(letter.office.region.code() == "64.02.12");
    CHECK(letter.number == "400.12.3.2/031/TBG/XI/2026");
    CHECK(letter.right.heading == "a.n. Camat Tabang\nSekretaris Kecamatan Tabang");
    CHECK(letter.right.place_date == "Tabang, 23 November 2026");
    CHECK_FALSE(letter.left.has_value());
    CHECK(letter.opening.find("Kepala Desa Umaq Dian tanggal 20 November 2026") !=
          std::string::npos);
    CHECK(all_text(letter).find("Senin, 30 November 2026") != std::string::npos);
}

TEST_CASE("a second print is a copy; a revoked letter is printed no more and its QR says so") {
    World world;
    const auto id = world.submit("SKU", sample::kSku);
    world.endorse("SKU", id);
    const auto text = world.letter(world.kiosk, id).qr_text;
    const Digest act = world.find(world.kiosk, id).letter;
    append(world.kiosk, world.base.desa,
           {node_entry(payload({{"type", "printed"},
                                {"at", world.now()},
                                {"by", to_text(world.base.clerk.id())},
                                {"copy", 1},
                                {"of", text_of(act)}}))});
    CHECK(world.letter(world.kiosk, id).copy == 2);
    append(world.kiosk, world.base.desa,
           {person_entry(payload({{"type", "revoked"},
                                  {"at", world.now()},
                                  {"of", text_of(act)},
                                  {"reason", "keliru"},
                                  {"salt", world.base.salt()}}),
                         world.kades)});
    CHECK(world.refusal(id).find("sudah dicabut") != std::string::npos);
    const auto verdict = verify_letter(text, world.kiosk.roster().value(),
                                       world.kiosk.book().value(), {2026, 11, 21});
    CHECK(verdict.verdict == Verdict::revoked);
}

TEST_CASE("without a published office the lists give the names; a newer one replaces an older") {
    World world;
    CHECK(find_office(world.kiosk, world.base.desa).value()->name == "Umaq Dian");
    CHECK_FALSE(find_office(world.kiosk, world.base.other_desa).value().has_value());
    world.publish("64.02.12.2005", "Umaq Dian Baru", "UMB", "Kepala Desa");
    world.settle();
    CHECK(find_office(world.kiosk, world.base.desa).value()->unit_code == "UMB");
    // Not by one who is no admin.
    append(world.hub, world.base.kecamatan,
           {person_entry(
               payload({{"type", "office_published"},
                        {"at", world.now()},
                        {"office",
                         {{"region", "64.02.12.2005"}, {"name", "Palsu"}, {"unit_code", "PLS"}}}}),
               world.camat)});
    world.settle();
    CHECK(find_office(world.kiosk, world.base.desa).value()->unit_code == "UMB");
}
