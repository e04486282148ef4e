// The doors that need no machine: bytes in, a value or an error out.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "shared/base/date.h"
#include "shared/base/text.h"
#include "shared/letter/claims.h"
#include "shared/log/canonical_json.h"
#include "shared/service/answer.h"
#include "shared/service/service.h"
#include "shared/store/enrolment.h"
#include "sync/courier_folder.h"
#include "sync/frame.h"
#include "sync/peer.h"
#include "tests/fuzz/shelf.h"
#include "tests/fuzz/targets.h"

namespace disapa::fuzz {

namespace {

constexpr std::string_view kStem = "64.02.12.2005-ke-kecamatan-1f2e3d4c-";

std::filesystem::path assets() {
    return std::filesystem::path(DISAPA_SOURCE_DIR) / "assets";
}

bool same(const Entry& a, const Entry& b) {
    return a.digest == b.digest && a.signer == b.signer && a.signature == b.signature &&
           a.payload == b.payload && a.erased_by == b.erased_by;
}

bool same(const Segment& a, const Segment& b) {
    return a.name == b.name && a.feed == b.feed && a.from == b.from &&
           a.head_signature == b.head_signature &&
           std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                      [](const Entry& x, const Entry& y) { return same(x, y); });
}

// What a segment says is what it says again, whichever codec is chosen and whatever is held.
void check_round_trip(const Segment& read, SegmentContext* held) {
    const auto again = encode_segment(read, held);
    if (!again) return;  // over a limit of sending
    const auto twice = decode_segment(*again, held);
    must(twice.has_value(), "a segment that was read can be written and read again");
    must(same(read, *twice), "a segment comes through its codec unchanged");
}

}  // namespace

bool json(ByteView input) {
    const auto parsed = parse_canonical(input);
    if (parsed) {
        const auto again = to_canonical(*parsed);
        must(again.has_value(), "what was accepted can be serialised");
        must(*again == Bytes(input.begin(), input.end()), "accepted bytes serialise to themselves");
        return true;
    }
    // What a form file or the desk's API may hold, and what would become of it when it is signed.
    const Json any = Json::parse(input.begin(), input.end(), nullptr, false);
    if (any.is_discarded()) return false;
    if (const auto made = to_canonical(any)) {
        must(parse_canonical(*made).has_value(), "what was serialised is accepted");
    }
    return false;
}

bool act(ByteView input) {
    const auto decoded = decode_act(input);
    if (const auto claims = decode_claims(input)) {
        if (const auto made = encode_claims(*claims)) {
            must(decode_claims(*made).has_value(), "claims that were made can be read");
        }
    }
    if (decoded) must(parse_canonical(input).has_value(), "an act is canonical");
    return decoded.has_value();
}

bool frames(ByteView input) {
    const auto read = decode_frames(input);
    if (!read) return false;
    for (const Frame& frame : *read) {
        const Bytes bytes = encode_frame(frame);
        const auto again = decode_frames(bytes);
        must(again && again->size() == 1, "a frame that was read can be written and read again");
        must(encode_frame(again->front()) == bytes, "a frame comes through unchanged");
    }
    return !read->empty();
}

// First byte: whether anything is held.
bool segment(ByteView input) {
    static Shelf shelf;
    if (input.empty()) return false;
    SegmentContext* held = input.front() % 2 == 0 ? nullptr : &shelf;
    const auto read = decode_segment(input.subspan(1), held);
    if (!read) return false;
    must(!read->entries.empty(), "a segment has entries");
    check_round_trip(*read, held);
    check_round_trip(*read, nullptr);
    return true;
}

bool enrol(ByteView input) {
    bool good = false;
    if (const auto read = parse_enrol(input)) {
        must(!read->request.invite.empty(), "an enrolment names its invite");
        good = true;
    }
    if (const auto invite = parse_invite(as_text(input))) {
        const auto again = parse_invite(to_text(*invite));
        must(again.has_value() && to_text(*again) == to_text(*invite),
             "an invite reads as written");
        good = true;
    }
    return good;
}

// A node's own memory of its peers, which a broken disk may have changed.
bool record(ByteView input) {
    bool good = false;
    if (const auto state = decode_peer(input)) {
        const auto again = decode_peer(encode_peer(*state));
        must(again.has_value() && *again == *state, "a peer's state reads as written");
        good = true;
    }
    if (const auto memory = decode_memory(input)) {
        const auto again = decode_memory(encode_memory(*memory));
        must(again.has_value() && *again == *memory, "a memory reads as written");
        good = true;
    }
    return good;
}

// What people type, what files are called.
bool words(ByteView input) {
    const auto text = as_text(input);
    bool good = run_of(text, kStem).has_value() || read_amount(text).has_value();
    if (const auto stem = stem_of(text))
        must(run_of(text, *stem).has_value(), "a name with a stem has a run");
    must(is_clean_text(printable(text)), "a name is shown without what could move a terminal");
    if (const auto code = read_code(text)) {
        must(read_code(show_code(*code)) == code, "a code reads as shown");
        good = true;
    }
    if (const auto region = Region::parse(text)) {
        must(region->code() == text, "a region is written in one way");
        good = true;
    }
    return good;
}

// First byte: which service; then a form file.
bool form(ByteView input) {
    static const Catalogue catalogue = Catalogue::load(assets()).value();
    static const Lists lists = Lists::load(assets()).value();
    if (input.empty()) return false;
    const auto& services = catalogue.services();
    const Service& service = services[input.front() % services.size()];
    const Json typed = Json::parse(input.begin() + 1, input.end(), nullptr, false);
    if (typed.is_discarded()) return false;
    const Date today{2026, 11, 23};
    const auto kept = normalise_form(service, typed, lists);
    // A form that came in an act was normalised by somebody else, or by nobody.
    static_cast<void>(check_form(service, typed, lists, today));
    static_cast<void>(fill_template(service.review, service, typed, lists));
    if (!kept) return false;
    static_cast<void>(check_form(service, *kept, lists, today));
    static_cast<void>(fill_template(service.review, service, *kept, lists));
    const auto again = normalise_form(service, *kept, lists);
    must(again.has_value() && *again == *kept, "a form that is kept stays as it is");
    return true;
}

}  // namespace disapa::fuzz
