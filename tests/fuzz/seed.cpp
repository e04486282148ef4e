// disapa-fuzz-seed FOLDER: the corpus of the fuzzers, made from what real machines say.
//
// Run it when a format has changed (fuzz_test says that a corpus is dead). Inputs that once broke
// something stand in the same folders under names of their own and stay.
#include <iostream>
#include <nlohmann/json.hpp>

#include "kiosk/devices/pix.h"
#include "shared/base/file.h"
#include "shared/base/text.h"
#include "shared/letter/qr.h"
#include "shared/log/segment_plain.h"
#include "shared/log/squeeze.h"
#include "sync/answer.h"
#include "sync/courier.h"
#include "sync/exchange.h"
#include "sync/peer.h"
#include "tests/fuzz/shelf.h"
#include "tests/fuzz/tables.h"
#include "tests/fuzz/world.h"
#include "tests/support/people.h"

namespace disapa::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMost = 5000;  // bytes of one input: the fuzzer prefers short ones

class Corpus {
  public:
    explicit Corpus(fs::path folder) : folder_(std::move(folder)) {}
    void put(const std::string& target, const std::string& name, ByteView bytes) {
        if (bytes.size() > kMost) return;
        fs::create_directories(folder_ / target);
        need(write_file_durably(folder_ / target / name, bytes, 0644));
    }
    void put(const std::string& target, const std::string& name, std::string_view text) {
        put(target, name, as_bytes(text));
    }

  private:
    fs::path folder_;
};

// What a machine sealed, as its reader sees it.
std::vector<Bytes> texts_of(ByteView bundle, const Node& reader, const BoxPublicKey& sender,
                            const StreamHeader& answers) {
    BundleOpener opener(
        reader.box(), reader.id(), answers,
        [&](const BundleAddress&) -> std::vector<BoxPublicKey> { return {sender}; });
    std::vector<Bytes> texts;
    need(opener.take(bundle, texts));
    return texts;
}

// Keeps what goes over it, both ways.
class Listener final : public Link {
  public:
    Listener(World& world, Corpus& corpus, std::string name)
        : world_(world), corpus_(corpus), name_(std::move(name)) {}

    LinkReply post(ByteView request, std::size_t,
                   const std::function<Status(ByteView)>& on_bytes) override {
        const auto answered = need(answer(world_.hub(), *world_.village().keeper, request));
        const auto header = need(read_address(request)).header;
        const std::string name = name_ + "-" + std::to_string(++count_);
        keep(name + "-up", true,
             texts_of(request, world_.hub(), world_.kiosk().box().public_key(), {}));
        keep(name + "-down", false,
             texts_of(answered, world_.kiosk(), world_.hub().box().public_key(), header));
        LinkReply reply;
        reply.outcome = on_bytes(answered);
        return reply;
    }

  private:
    void keep(const std::string& name, bool upwards, const std::vector<Bytes>& texts) {
        Parcel parcel;
        parcel.upwards = upwards;
        parcel.texts = texts;
        for (const auto& target : upwards ? std::vector<std::string>{"hub", "courier", "bundle"}
                                          : std::vector<std::string>{"kiosk", "courier"}) {
            corpus_.put(target, name, to_bytes(parcel));
        }
        parcel.piece = 7;
        parcel.unknown = upwards;
        corpus_.put(upwards ? "hub" : "kiosk", name + "-pieces", to_bytes(parcel));
        int part = 0;
        for (const Bytes& text : texts) {
            corpus_.put("frames", name + "-" + std::to_string(++part), text);
        }
    }

    World& world_;
    Corpus& corpus_;
    std::string name_;
    int count_ = 0;
};

void put_exchanges(World& world, Corpus& corpus) {
    const auto meet = [&](const std::string& name) {
        Listener link(world, corpus, name);
        if (const auto report = exchange(world.kiosk(), link); report.error) give_up(*report.error);
    };
    meet("nothing-new");
    world.submit("SKU", 5);
    meet("one-request");
    Counter::Attachment photo{"KTP", "ktp.jpg", Bytes{0xff, 0xd8, 0xff, 1, 2, 3}};
    test::People people(DISAPA_SOURCE_DIR, 6);
    const auto form = people.form("SKTM", wita_date(world.village().clock.now()));
    static_cast<void>(need(world.village().kiosk->submit("SKTM", form, {photo}, nullptr)));
    meet("photo");
    const auto code = world.submit("SKTM", 7);
    need(world.village().verify(code));
    need(world.village().kiosk->endorse(code, *world.village().kades));
    meet("endorsed");
    need(world.village().decide(code, DecisionKind::approve));
    meet("decision");
}

void put_sticks(World& world, Corpus& corpus) {
    world.submit("SKU", 8);
    const auto keep = [&](Node& from, const Node& to, bool upwards) {
        int count = 0;
        const auto take = [&](const StickFile& file) -> Status {
            Parcel parcel;
            parcel.upwards = upwards;
            parcel.texts = texts_of(file.bytes, to, from.box().public_key(), {});
            const std::string name = std::string(upwards ? "stick-up-" : "stick-down-");
            corpus.put("courier", name + std::to_string(++count), to_bytes(parcel));
            return {};
        };
        static_cast<void>(need(export_bundles(from, {}, take)));
    };
    keep(world.kiosk(), world.hub(), true);
    keep(world.hub(), world.kiosk(), false);
    Parcel raw;
    raw.raw = true;
    raw.texts = {Bytes{'D', 'S', 'B', '1', 0}};
    raw.texts.front().resize(60, 7);
    for (const char* target : {"bundle", "hub", "kiosk", "courier"}) {
        corpus.put(target, "raw", to_bytes(raw));
    }
}

void put_acts(World& world, Corpus& corpus) {
    std::map<std::string, int> seen;
    for (const FeedName& feed : world.hub().feeds()) {
        const auto id = feed.id();
        for (const Entry& entry : need(world.hub().entries(id, 0, world.hub().size_of(id)))) {
            const auto act = decode_act(entry.payload);
            if (!act || ++seen[act->type_text] > 2) continue;
            const auto name = act->type_text + "-" + std::to_string(seen[act->type_text]);
            corpus.put("act", name, entry.payload);
            if (entry.payload.size() < 700) corpus.put("json", name, entry.payload);
            if (!entry.signature || act->type != ActType::approved) continue;
            const Jws jws{entry.signer, entry.payload, *entry.signature};
            corpus.put("qr", "qr-" + name, qr_text("https://tabang.example", jws));
            corpus.put("qr", "jws-" + name, to_compact(jws, kTypAct));
        }
    }
    // The whole of RFC 8785 that is left, in one.
    corpus.put("json", "all-kinds",
               R"({"a":[true,false,-1,9007199254740991,"\"\\\b\f\n\r\té",{},[]],"b_2":{"c":0}})");
}

void put_segments(Corpus& corpus) {
    Shelf shelf;
    const auto put = [&](const std::string& name, std::uint8_t held, const Bytes& bytes) {
        Bytes input{held};
        append(input, bytes);
        corpus.put("segment", name, input);
    };
    const auto with_codec = [](std::uint8_t codec, const Bytes& rest) {
        Bytes bytes{codec};
        append(bytes, rest);
        return bytes;
    };
    for (const bool whole : {false, true}) {
        Segment segment = whole ? shelf.whole() : shelf.next();
        const std::string name = whole ? "whole" : "next";
        put(name + "-columns-held", 1, need(encode_segment(segment, &shelf)));
        put(name + "-columns", 0, need(encode_segment(segment)));
        segment.entries.resize(3);
        put(name + "-short", 0, need(encode_segment(segment)));
        const Bytes body = need(plain_body(segment));
        put(name + "-plain", 0, with_codec(0, body));
        put(name + "-zstd", 0, with_codec(1, squeeze(body)));
    }
}

void put_texts(World& world, Corpus& corpus) {
    const auto invite =
        need(make_invite(world.hub(), {Region::parse("64.02.12.2005").value(), Role::petugas,
                                       "Nama Orang", "Kasi", "", "http://127.0.0.1:8420"}));
    corpus.put("enrol", "invite", to_text(invite));
    SeededRandom random(3);
    const auto key = SigningKey::generate(random);
    corpus.put("enrol", "enrol", need(make_enrol(invite, key, {}, {world.kiosk().id()})));
    PeerState state;
    state.met = true;
    state.wanted = {{Digest{}, 5}};
    corpus.put("record", "peer", encode_peer(state));
    corpus.put("record", "peer-now", encode_peer(need(load_peer(world.kiosk(), world.hub().id()))));
    if (const auto memory = need(load_memory(world.hub(), world.kiosk().id()))) {
        corpus.put("record", "memory", encode_memory(*memory));
    }
    corpus.put("words", "code", show_code(need(Result<std::string>(world.waiting()))));
    corpus.put("words", "stick", "64.02.12.2005-ke-kecamatan-1f2e3d4c-000012-01.dsb");
    corpus.put("words", "region", "64.02.12.2005");
    corpus.put("words", "amount", "Rp 1.250.000,00");
    const auto& services = world.village().catalogue->services();
    test::People people(DISAPA_SOURCE_DIR, 9);
    for (std::size_t i = 0; i < services.size() && i < 256; ++i) {
        Bytes input{static_cast<std::uint8_t>(i)};
        const auto form = people.form(services[i].code, wita_date(world.village().clock.now()));
        append(input, as_bytes(form.dump()));
        corpus.put("form", services[i].code, input);
    }
}

void put_requests(World& world, Corpus& corpus) {
    const auto put = [&](const std::string& name, const std::string& line, const char* who,
                         std::string_view body) {
        corpus.put("http", name, line + "\n" + who + "\n" + std::string(body));
    };
    for (const char* path : {"/", "/v", "/keys.json", "/api/hello", "/healthz", "/desk/desk.css"}) {
        std::string name = path;
        std::replace(name.begin(), name.end(), '/', '_');
        put("get" + name, "GET " + std::string(path), "", "");
    }
    put("cases", "GET /api/cases", "T", "");
    put("case", "GET /api/cases/" + world.approved(), "T", "");
    put("letter", "GET /api/cases/" + world.approved() + "/letter", "T", "");
    put("blob", "GET /api/blobs/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "T", "");
    put("prepare", "POST /api/prepare", "T",
        Json{{"code", world.waiting()},
             {"kind", "return"},
             {"reason", "Foto KTP tidak jelas."},
             {"reasons", Json::array({"photo_unreadable"})}}
            .dump());
    put("decide", "POST /api/decide", "T", R"({"jws":"e30.e30.AAAA"})");
    put("challenge", "POST /api/challenge", "", R"({"kid":"AAAAAAAAAAA"})");
    put("session", "POST /api/session", "", R"({"jws":"e30.e30.AAAA"})");
    put("stranger", "GET /api/cases", "Bearer AAAA", "");
    Bytes raw{'D', 'S', 'B', '1', 0};
    raw.resize(80, 5);
    put("sync", "POST /sync", "", as_text(raw));
    put("sync-nothing", "POST /sync", "", "<html>");
}

Bytes file_of(const devices::Image& image, int format) {
    const auto pix = devices::to_pix(image);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMem(&data, &size, pix.get(), format) != 0) give_up({ErrorCode::io, "", "no file"});
    const Bytes bytes(data, data + size);
    lept_free(data);
    return bytes;
}

// A white paper on a dark table, with a QR on it.
devices::Image photo(int channels) {
    constexpr int kWidth = 120, kHeight = 90;
    const auto qr = need(qr_image_plain("K7M2QX94BHD"));
    devices::Image image{kWidth, kHeight, channels, {}};
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const bool paper = x > 20 && x < 100 && y > 6 && y < 84;
            const int column = (x - 30) / 2, row = (y - 14) / 2;
            const bool on_qr = x >= 30 && y >= 14 && column < qr.modules && row < qr.modules;
            const int value = on_qr && qr.at(column, row) ? 10 : paper ? 240 : 60;
            image.pixels.insert(image.pixels.end(), static_cast<std::size_t>(channels),
                                static_cast<std::uint8_t>(value));
        }
    }
    return image;
}

void put_pictures(Corpus& corpus) {
    for (const int channels : {1, 3}) {
        const auto image = photo(channels);
        const std::string name = channels == 1 ? "grey" : "colour";
        corpus.put("picture", name + "-png", file_of(image, IFF_PNG));
        corpus.put("picture", name + "-jpeg", file_of(image, IFF_JFIF_JPEG));
        corpus.put("picture", name + "-webp", need(devices::encode_webp(image, 60)));
    }
    // 16 by 4 pixels: can; two sizes of the driver, then its end; the format; three buffers; ...
    const auto stream = [](Bytes& all) {
        append(all,
               Bytes{0, 0, 0, 0, 0, 16, 0, 0, 0, 4, 15, 0, 0, 0, 0, 16, 0, 0, 0, 4, 0, 0, 0, 48});
        append(all, Bytes{0, 0, 0, 2});
        for (int buffer = 0; buffer < 2; ++buffer) append(all, Bytes{0, 0, 0, 192, 0, 0});
        all.push_back(0);
    };
    Bytes camera{0};
    const auto pictures = [&](int count) {
        for (int i = 0; i < count; ++i) append(camera, Bytes{0, 0, 0, 0, 0, 0, 192, 0, 0});
    };
    const auto quiet = [&] { append(camera, Bytes{0, 0, 0}); };
    stream(camera);
    quiet();
    stream(camera);
    pictures(6);
    quiet();
    stream(camera);
    pictures(4);
    corpus.put("camera", "small", camera);
    for (const char roll : {char{0}, char{1}}) {
        corpus.put("receipt", roll == 0 ? "58" : "80",
                   std::string(1, roll) +
                       "Desa Umaq Dian\nK7M2QX94BHD\nSurat Keterangan Tidak Mampu\nSenin, 23 "
                       "November 2026\nRabu, 25 November 2026\n0812-5400-1234\n\nKTP\nKK");
    }
}

void put_tables(Corpus& corpus) {
    const std::string rows =
        "nik,no_kk,nama,sex,tempatlahir,tanggallahir\n"
        "6402125203850002,6402121203110004,PEBULAAN NGAU,2,UMAQ DIAN,1985-03-12\n"
        "6402120101500001,,LEJAU ANYE,1,UMAQ DIAN,01-01-1950\n"
        "12,,TANPA,1,,31-02-1980\n";
    corpus.put("table", "csv", std::string(1, 0) + rows);
    std::string sheet = "<worksheet><sheetData>";
    for (const auto& row : split(trim(rows), '\n')) {
        sheet += "<row>";
        for (const auto& cell : split(row, ',')) {
            sheet += "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
        }
        sheet += "</row>";
    }
    sheet += "</sheetData></worksheet>";
    corpus.put("table", "parts", std::string(1, 1) + sheet);
    const std::string shared =
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\">"
        "<v>1</v></c></row></sheetData></worksheet>" +
        std::string(1, 0) +
        "<sst><si><t>NIK</t></si><si><r><t>Na</t></r><r><t>ma</t></r></si></sst>";
    corpus.put("table", "shared-texts", std::string(1, 1) + shared);
    const auto file = made_folder() / "warga.xlsx";
    write_workbook(file, sheet);
    Bytes whole{0};
    append(whole, need(read_file(file, kMost)));
    corpus.put("table", "xlsx", whole);
    fs::remove_all(file.parent_path());
}

}  // namespace
}  // namespace disapa::fuzz

int main(int count, char** words) {
    using namespace disapa::fuzz;
    if (count != 2) {
        std::cerr << "usage: disapa-fuzz-seed FOLDER\n";
        return 2;
    }
    World world;
    Corpus corpus(words[1]);
    put_segments(corpus);
    put_exchanges(world, corpus);
    put_sticks(world, corpus);
    put_acts(world, corpus);
    put_texts(world, corpus);
    put_requests(world, corpus);
    put_pictures(corpus);
    put_tables(corpus);
    return 0;
}
