// The doors of a machine: a bundle, a request at the hub, an answer at a kiosk, a stick, a letter's
// QR.
#include "shared/base/limits.h"
#include "shared/letter/qr.h"
#include "sync/answer.h"
#include "sync/courier.h"
#include "sync/hearing.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/world.h"

namespace disapa::fuzz {

namespace {

World& world() {
    static World made;
    return made;
}

}  // namespace

bool bundle(ByteView input) {
    const Parcel parcel = read_parcel(input);
    if (parcel.raw && parcel.texts.empty()) return false;
    const Ends ends = world().ends(parcel);
    const Bytes bytes = on_the_way(parcel, ends);
    static_cast<void>(read_address(bytes));
    const Node& reader = parcel.upwards ? world().hub() : world().kiosk();
    BundleOpener opener(reader.box(), reader.id(), StreamHeader{},
                        [&](const BundleAddress& address) -> std::vector<BoxPublicKey> {
                            // As a roster does: whoever says another id or key is somebody else.
                            const auto key = ends.from->public_key();
                            if (address.sender != ends.sender && address.sender_box != key)
                                return {};
                            return {key};
                        });
    std::vector<Bytes> chunks;
    const Status taken = hand_over(parcel, bytes, [&](ByteView piece) {
        const auto before = chunks.size();
        auto status = opener.take(piece, chunks);
        for (std::size_t i = before; i < chunks.size(); ++i) {
            static_cast<void>(decode_frames(chunks[i]));
        }
        return status;
    });
    const bool whole = !parcel.raw && !parcel.damaged && !parcel.cut && !bytes.empty();
    if (whole) {
        must(taken && opener.complete(), "a bundle that was sealed well can be opened");
        must(parcel.texts.empty() || chunks == parcel.texts, "its texts come through unchanged");
    }
    if (parcel.damaged && !parcel.raw && !bytes.empty()) {
        must(!opener.complete(), "a bundle with a changed bit is never taken as a whole");
    }
    return taken && opener.complete();
}

bool hub(ByteView input) {
    Parcel parcel = read_parcel(input);
    if (parcel.raw && parcel.texts.empty()) return false;
    Node& node = world().hub();
    Reception reception(node, *world().village().keeper);
    const Bytes bytes = on_the_way(parcel, world().up());
    static_cast<void>(
        hand_over(parcel, bytes, [&](ByteView piece) { return reception.feed(piece); }));
    const auto keys = need(node.known_keys());
    for (Incoming* chunk : reception.unexamined()) examine_segments(*chunk, *keys);
    if (reception.has_work()) {
        need(node.write([&](Writer& writer) { return reception.store(writer); }));
        reception.settle();
    }
    const auto answered = reception.answer();
    if (reception.has_memory()) {
        need(node.write([&](Writer& writer) { return reception.remember(writer); }));
    }
    return answered.has_value() && reception.complete();
}

bool kiosk(ByteView input) {
    const Parcel parcel = read_parcel(input);
    if (parcel.raw && parcel.texts.empty()) return false;
    const Ends ends = world().down();
    Hearing hearing(world().kiosk(), {ends.from->public_key()}, StreamHeader{});
    const Status taken = hand_over(parcel, on_the_way(parcel, ends),
                                   [&](ByteView piece) { return hearing.take(piece); });
    must(!hearing.heard().trouble, "what comes over the link is no trouble of the own disk");
    return taken.has_value() && hearing.heard().complete;
}

bool courier(ByteView input) {
    const Parcel parcel = read_parcel(input);
    if (parcel.raw && parcel.texts.empty()) return false;
    const Bytes bytes = on_the_way(parcel, world().ends(parcel));
    Node& node = parcel.upwards ? world().hub() : world().kiosk();
    Keeper* keeper = parcel.upwards ? world().village().keeper.get() : nullptr;
    const auto read = import_bundle(node, keeper, bytes);
    must(read.has_value(), "what stands on a stick is no trouble of the own disk");
    must(!read->sentence.empty(), "each file is told in a sentence");
    return read->outcome == ImportOutcome::taken || read->outcome == ImportOutcome::known;
}

bool qr(ByteView input) {
    const auto text = as_text(input);
    const auto read = read_qr(text);
    // A JWS may be longer than what any QR holds.
    if (read && !read->payload.empty() && read->payload.size() <= limits::kClaimsBytes) {
        const auto again = read_qr(qr_text("https://tabang.example", *read));
        must(again.has_value() && again->payload == read->payload &&
                 again->signature == read->signature && again->signer == read->signer,
             "a decision comes through its QR unchanged");
    }
    Node& node = world().kiosk();
    static const Roster roster = need(node.roster());
    const auto verified =
        verify_letter(text, roster, need(node.book()), wita_date(node.clock().now()));
    must(!verified.sentence.empty(), "each verdict is told in a sentence");
    return verified.verdict == Verdict::genuine;
}

}  // namespace disapa::fuzz
