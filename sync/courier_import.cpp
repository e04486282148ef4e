// The arriving half of courier.h.
#include <algorithm>

#include "shared/base/limits.h"
#include "shared/crypto/keys.h"
#include "sync/bundle.h"
#include "sync/courier.h"
#include "sync/courier_records.h"
#include "sync/enrolment.h"
#include "sync/hearing.h"
#include "sync/peer.h"
#include "sync/request.h"

namespace disapa {
namespace {

ImportResult told(ImportOutcome outcome, std::string sentence, std::string log) {
    ImportResult result;
    result.outcome = outcome;
    result.sentence = std::move(sentence);
    result.log = std::move(log);
    return result;
}

std::string count_text(std::uint64_t count, std::string_view of_what) {
    return std::to_string(count) + " " + std::string(of_what);
}

// What shows before anything is opened; nothing when the bundle is worth opening.
std::optional<ImportResult> judge_address(Node& node, ByteView bundle) {
    const auto address = read_address(bundle);
    if (!address) {
        if (address.error().code == ErrorCode::portal || bundle.empty())
            return told(ImportOutcome::not_bundle, "Bukan kiriman Disapa; dibiarkan.",
                        "file: no bundle");
        return told(ImportOutcome::damaged, "Rusak sejak awalnya; tidak terbaca.",
                    "file: " + address.error().log);
    }
    if (address->flags > kFlagUnknown)
        return told(ImportOutcome::not_bundle, "Bukan kiriman Disapa; dibiarkan.",
                    "file: a refusal, not a bundle");
    const bool is_own = address->flags == kFlagUnknown
                            ? address->sender_box == node.box().public_key()
                            : address->sender == node.id();
    if (address->recipient == node.id()) return std::nullopt;
    if (is_own)
        return told(ImportOutcome::own, "Dibuat oleh perangkat ini sendiri; dibiarkan.",
                    "file: my own");
    return told(ImportOutcome::foreign, "Untuk penerima lain; dibiarkan.",
                "file: for " + to_text(address->recipient));
}

// How a bundle that was fed ended.
void judge_end(const Status& fed, bool complete, ImportResult& result) {
    const std::string kept =
        result.acts > 0 ? count_text(result.acts, "catatan sebelum bagian itu sudah disimpan.")
                        : "Mintalah kiriman baru.";
    if (!fed) {
        result.log = "file: " + fed.error().log;
        if (fed.error().code == ErrorCode::not_found) {
            result.outcome = ImportOutcome::stranger;
            result.sentence = "Pengirimnya belum dikenal di sini; dibiarkan.";
            return;
        }
        result.outcome = ImportOutcome::damaged;
        result.sentence = fed.error().code == ErrorCode::limit
                              ? "Terlalu besar untuk sebuah kiriman. " + kept
                              : "Rusak atau diubah orang. " + kept;
    } else if (!complete) {
        result.outcome = ImportOutcome::cut;
        result.sentence = "Terpotong di tengah. " + kept;
        result.log = "file: cut";
    }
}

// ---- at a kiosk

class AtKiosk {
  public:
    explicit AtKiosk(Node& kiosk) : kiosk_(kiosk), hub_(key_id_of(kiosk.setup().hub_key)) {}

    Result<ImportResult> take(ByteView bundle) {
        auto before = counted_acts();
        if (!before) return pass(std::move(before));
        Hearing hearing(kiosk_, hub_boxes(kiosk_), StreamHeader{});
        const auto fed = hearing.take(bundle);
        const Heard& heard = hearing.heard();
        if (heard.trouble) return tl::unexpected<Error>(fed.error());
        if (fed && heard.complete) {
            if (auto said = take_words(heard); !said) return pass(std::move(said));
        }
        if (auto dropped = drop_enrolled(kiosk_); !dropped) return pass(std::move(dropped));
        auto after = counted_acts();
        if (!after) return pass(std::move(after));
        return conclude(fed, heard, *after > *before ? *after - *before : 0);
    }

  private:
    Result<std::uint64_t> counted_acts() {
        std::uint64_t counted = 0;
        for (const FeedName& feed : kiosk_.feeds()) {
            if (key_id_of(feed.node) != kiosk_.id()) continue;
            auto received = kiosk_.received(feed.id());
            if (!received) return pass(std::move(received));
            counted += *received;
        }
        return counted;
    }

    // Reads and writes what is remembered of the hub in one transaction: the agent may be at it.
    Status take_words(const Heard& heard) {
        return kiosk_.write([&](Writer& writer) -> Status {
            auto memory = courier::load_heard(writer, hub_);
            if (!memory) return pass(std::move(memory));
            const bool is_other_hub =
                !memory->births.empty() && memory->births.front().first != heard.hello.birth;
            is_fresh_ = memory->hear(heard.hello.birth, heard.hello.counter);
            if (!is_fresh_) return {};
            if (auto saved = courier::save_heard(writer, hub_, *memory); !saved) return saved;
            if (auto saved = courier::save_wanted(writer, heard.wanted); !saved) return saved;
            return believe(writer, heard, is_other_hub);
        });
    }
    Status believe(Writer& writer, const Heard& heard, bool is_other_hub) {
        auto state = load_peer(writer, hub_);
        if (!state) return pass(std::move(state));
        state->met = true;
        if (heard.list && is_other_hub) state->belief.clear();
        // A hub never holds less than it once said, but HTTP may have told of more since.
        for (const auto& [feed, extent] : heard.frontier) {
            Extent& held = state->belief[feed];
            if (extent.size > held.size) held = extent;
        }
        return save_peer(writer, hub_, *state);
    }

    ImportResult conclude(const Status& fed, const Heard& heard, std::uint64_t arrived) {
        ImportResult result;
        result.sender = heard.any ? hub_ : KeyId{};
        result.acts = heard.acts;
        result.arrived = arrived;
        result.early = heard.early || heard.leans;
        if (is_fresh_) result.notices = heard.notices;
        for (const std::string& line : heard.log) result.log += line + "; ";
        const bool is_new = result.acts > 0 || is_fresh_;
        result.outcome = is_new ? ImportOutcome::taken : ImportOutcome::known;
        if (result.acts > 0) {
            result.sentence = count_text(result.acts, "catatan baru dari kecamatan") +
                              (arrived > 0 ? ", " + count_text(arrived, "tanda terima.") : ".");
        } else {
            result.sentence = is_fresh_ ? "Kabar kecamatan dibaca; tidak ada catatan baru."
                                        : "Sudah pernah dibaca; tidak ada yang baru.";
        }
        judge_end(fed, heard.complete, result);
        return result;
    }

    Node& kiosk_;
    KeyId hub_;
    bool is_fresh_ = false;
};

// ---- at a hub

struct HubEnd {
    bool is_fresh = false;
};

// What the words of a whole bundle change: whom I owe an answer, and how far he is.
Status take_words(Writer& writer, Keeper& keeper, const Reception::Words& words, HubEnd& end) {
    if (!words.known) {
        if (!words.applicant) return {};
        return courier::save_due(writer, *words.applicant, {words.box, words.notes});
    }
    auto heard = courier::load_heard(writer, words.sender);
    if (!heard) return pass(std::move(heard));
    end.is_fresh = heard->hear(words.hello.birth, words.hello.counter);
    if (!end.is_fresh) return {};
    if (auto saved = courier::save_heard(writer, words.sender, *heard); !saved) return saved;
    if (words.revoked) return {};
    if (auto greeted = keeper.greet(writer, words.sender, words.hello.birth); !greeted)
        return greeted;
    if (words.told_list) {
        auto memory = load_memory(writer, words.sender);
        if (!memory) return pass(std::move(memory));
        PeerMemory now = memory->value_or(PeerMemory{words.hello.birth, {}, {}});
        now.told = words.told;
        if (auto saved = save_memory(writer, words.sender, now); !saved) return saved;
    }
    return courier::save_due(writer, words.sender, {{}, words.notes});
}

void conclude_at_hub(const Reception::Words& words, const HubEnd& end, const Status& fed,
                     bool complete, ImportResult& result) {
    result.sender = words.known ? words.sender : KeyId{};
    result.region = words.known ? words.region : Region{};
    for (const Note& note : words.notes) {
        if (note.kind == NoteKind::enrol_refused) result.notices.push_back(note.text);
        if (note.kind == NoteKind::fork)
            result.notices.emplace_back(
                "Ada dua salinan data yang berbeda dari desa ini. Hubungi admin kecamatan.");
    }
    const std::string desa = "Desa " + words.region.code() + ": ";
    if (!words.known) {
        result.outcome = ImportOutcome::stranger;
        result.sentence = words.applicant
                              ? "Pendaftaran kios ditolak; jawabannya ikut di flashdisk."
                              : "Pengirimnya belum dikenal di sini; dibiarkan.";
    } else if (words.revoked) {
        result.outcome = ImportOutcome::revoked;
        result.sentence =
            desa + "dari perangkat yang sudah dicabut; disimpan, tetapi tidak dihitung.";
    } else if (result.acts > 0) {
        result.outcome = ImportOutcome::taken;
        result.sentence = desa + count_text(result.acts, "catatan baru diterima.");
    } else {
        result.outcome = end.is_fresh ? ImportOutcome::taken : ImportOutcome::known;
        result.sentence = desa + (end.is_fresh ? "kabar dibaca; tidak ada catatan baru."
                                               : "sudah pernah dibaca; tidak ada yang baru.");
    }
    judge_end(fed, complete, result);
}

Result<ImportResult> take_at_hub(Node& hub, Keeper& keeper, ByteView bundle) {
    Reception reception(hub, keeper);
    // What came through before an error is stored all the same.
    const auto fed = reception.feed(bundle);
    while (reception.has_work()) {
        auto stored = hub.write([&](Writer& writer) { return reception.store(writer); });
        if (!stored) return pass(std::move(stored));
    }
    const auto words = reception.words();
    HubEnd end;
    if (fed && reception.complete()) {
        auto said =
            hub.write([&](Writer& writer) { return take_words(writer, keeper, words, end); });
        if (!said) return pass(std::move(said));
    }
    ImportResult result;
    result.acts = reception.acts();
    result.early = words.early;
    for (const std::string& line : reception.log()) result.log += line + "; ";
    conclude_at_hub(words, end, fed, reception.complete(), result);
    return result;
}

}  // namespace

Result<ImportResult> import_bundle(Node& node, Keeper* keeper, ByteView bundle) {
    if (bundle.size() > limits::kBundleBytes)
        return told(ImportOutcome::damaged, "Terlalu besar untuk sebuah kiriman; tidak dibaca.",
                    "file: too long");
    if (auto judged = judge_address(node, bundle)) return std::move(*judged);
    if (node.setup().kind == NodeKind::hub && keeper != nullptr)
        return take_at_hub(node, *keeper, bundle);
    return AtKiosk(node).take(bundle);
}

}  // namespace disapa
