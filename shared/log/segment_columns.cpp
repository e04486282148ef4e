#include "shared/log/segment_columns.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/crypto/jws.h"
#include "shared/log/column_plan.h"

namespace disapa {

namespace {

constexpr unsigned kPerson = 1;
constexpr unsigned kBare = 2;
constexpr std::uint32_t kEntryKinds = 4;
constexpr std::size_t kCheckBytes = 4;
// Relations show early, and a segment may be written several times until it fills a chunk.
constexpr std::size_t kPlannedEntries = 128;

tl::unexpected<Error> broken(ErrorCode code, std::string_view what) {
    return fail(code,
                "Data yang diterima rusak atau terpotong. Ulangi pengiriman; bila tetap gagal, "
                "hubungi petugas kecamatan.",
                "segment codec 2: " + std::string(what));
}

// One walk over a segment, in writing and in reading.
class Walk {
  public:
    Walk(CodecParts& parts, SegmentContext* held, const Plan* plan, std::vector<Sight>* sights)
        : parts_(parts), references_(parts, held), columns_(parts, references_, plan, sights) {}

    // In writing `given`, else null.
    [[nodiscard]] Result<Segment> segment(const Segment* given) {
        Segment made;
        feed(made, given);
        made.from = bits_of(given != nullptr ? given->from : 0);
        const auto count = parts_.coder.uniform(
            given != nullptr ? static_cast<std::uint32_t>(given->entries.size() - 1) : 0,
            limits::kSegmentEntries);
        if (parts_.failed()) return broken(ErrorCode::corrupt, "feed");
        if (made.from > std::uint64_t{limits::kIntegerMax} - count - 1) {
            return broken(ErrorCode::corrupt, "size of the feed");
        }
        references_.begin(made.feed, made.from);
        for (std::uint32_t i = 0; i <= count; ++i) {
            auto done = entry(made, given != nullptr ? &given->entries[i] : nullptr);
            if (!done) return pass(std::move(done));
        }
        made.head_signature = parts_.raw(given != nullptr ? given->head_signature : Signature{});
        return made;
    }
    [[nodiscard]] bool has_leaned() const { return references_.has_leaned(); }
    [[nodiscard]] const Digest digest_of_digests() const { return sha256(digests_); }

  private:
    [[nodiscard]] std::uint64_t bits_of(std::uint64_t value) {
        return from_.code(parts_.coder, value);
    }

    void feed(Segment& made, const Segment* given) {
        constexpr std::uint32_t kById = 0, kByName = 1, kByPrefix = 2, kWays = 3;
        const bool is_named = given != nullptr && given->name.has_value();
        const FeedId id = given != nullptr ? given->feed : FeedId{};
        ByteView prefix = id.view().first(References::kPrefixBytes);
        std::uint32_t way = is_named ? kByName : kById;
        if (given != nullptr && !is_named && references_.by_prefix(prefix) == id) way = kByPrefix;
        way = parts_.coder.uniform(way, kWays);
        if (way == kById) {
            made.feed = parts_.raw(id);
            return;
        }
        if (way == kByPrefix) {
            prefix = parts_.raw(prefix, References::kPrefixBytes);
            const auto held = parts_.failed() ? std::nullopt : references_.by_prefix(prefix);
            if (!held) parts_.coder.fail();
            made.feed = held.value_or(FeedId{});
            return;
        }
        const auto node = parts_.raw(is_named ? given->name->node : PublicKey{});
        const auto birth = parts_.raw(is_named ? given->name->birth : Birth{});
        const std::string code = is_named ? given->name->region.code() : std::string();
        const auto size =
            parts_.coder.uniform(static_cast<std::uint32_t>(code.size()), limits::kRegionBytes + 1);
        const auto region = Region::parse(as_text(parts_.raw(as_bytes(code), size)));
        if (!region) {
            parts_.coder.fail();
            return;
        }
        made.name = FeedName{node, birth, *region};
        made.feed = made.name->id();
    }

    [[nodiscard]] KeyId signer(const KeyId& given) {
        const std::size_t known = static_cast<std::size_t>(
            std::find(signers_.begin(), signers_.end(), given) - signers_.begin());
        const std::size_t symbol = signer_.code(parts_.coder, known);
        if (symbol == signers_.size()) signers_.push_back(parts_.raw(given));
        return signers_[symbol];
    }

    Status entry(Segment& segment, const Entry* given) {
        Entry made;
        Jws erasing;
        unsigned kind = 0;
        if (given != nullptr) {
            kind = (given->signature ? kPerson : 0U) | (given->is_bare() ? kBare : 0U);
            if (given->is_bare()) {
                auto parsed = parse_compact(given->erased_by, kTypAct);
                if (!parsed) return pass(std::move(parsed));
                erasing = std::move(*parsed);
            }
        }
        kind = kind_.code(parts_.coder, kind, kEntryKinds);
        const bool is_bare = (kind & kBare) != 0;
        if ((kind & kPerson) != 0) {
            made.signer = signer(given != nullptr ? given->signer : KeyId{});
            if (made.signer.is_zero()) parts_.coder.fail();
        }
        if (is_bare) {
            erasing.signer = signer(erasing.signer);
            made.digest = parts_.raw(given != nullptr ? given->digest : Digest{});
        }
        const ByteView payload =
            given == nullptr ? ByteView() : ByteView(is_bare ? erasing.payload : given->payload);
        Bytes done = columns_.row(payload, link_of(payload, is_bare, made.digest));
        bytes_ += done.size();
        if (parts_.failed() || done.empty()) return broken(ErrorCode::corrupt, "payload");
        if (bytes_ > limits::kSegmentBytes) return broken(ErrorCode::limit, "payloads");
        if (!is_bare) made.digest = sha256(done);
        append(digests_, made.digest.view());
        references_.add_entry(made.digest, is_bare ? Bytes{} : done);
        (is_bare ? erasing.payload : made.payload) = std::move(done);
        if ((kind & kPerson) != 0)
            made.signature = parts_.raw(given ? *given->signature : Signature{});
        if (is_bare) {
            erasing.signature = parts_.raw(erasing.signature);
            made.erased_by = to_compact(erasing, kTypAct);
        }
        segment.entries.push_back(std::move(made));
        return {};
    }

    // What the entry judges: told before it, so that its own members can be like those.
    std::optional<Columns::Link> link_of(ByteView payload, bool is_bare, const Digest& bare) {
        constexpr std::uint32_t kNone = 0, kPlaceAlone = 1, kWithPayload = 2, kLinks = 3;
        if (is_bare) return Columns::Link{bare, std::nullopt};
        std::uint32_t how = kNone;
        EntryPlace place;
        std::optional<Bytes> linked;
        if (parts_.is_writing()) {
            if (const auto found = Columns::link_of(payload, references_)) {
                place = *found;
                linked = references_.payload_at(place);
                how = linked ? kWithPayload : kPlaceAlone;
            }
        }
        how = link_.code(parts_.coder, how, kLinks);
        if (how == kNone) return std::nullopt;
        place = references_.code_place(place);
        const Digest digest = references_.digest_at(place);
        if (!parts_.is_writing() && how == kWithPayload) {
            linked = references_.payload_at(place);
            if (!linked) parts_.coder.fail();
        }
        return Columns::Link{digest, std::move(linked)};
    }

    CodecParts& parts_;
    References references_;
    Columns columns_;
    Magnitude from_;
    Sparse kind_, link_;
    Tally signer_;
    std::vector<KeyId> signers_;
    Bytes digests_;
    std::size_t bytes_ = 0;
};

bool is_same(const Entry& a, const Entry& b) {
    return a.digest == b.digest && a.payload == b.payload && a.signer == b.signer &&
           a.signature == b.signature && a.erased_by == b.erased_by;
}

bool is_same(const Segment& a, const Segment& b) {
    return a.feed == b.feed && a.name.has_value() == b.name.has_value() && a.from == b.from &&
           a.head_signature == b.head_signature &&
           std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                      [](const Entry& x, const Entry& y) { return is_same(x, y); });
}

// From the first entries: columns that begin later travel without a plan.
Result<Plan> plan_of(const Segment& segment, SegmentContext* held, const Dictionary& dictionary) {
    Segment first = segment;
    first.entries.resize(std::min(first.entries.size(), kPlannedEntries));
    std::vector<Sight> sights;
    CodecParts draft(dictionary);
    auto walked = Walk(draft, held, nullptr, &sights).segment(&first);
    if (!walked) return pass(std::move(walked));
    return make_plan(sights);
}

}  // namespace

Result<Bytes> encode_columns(const Segment& segment, SegmentContext* held) {
    const Dictionary* dictionary = shipped_dictionary(kDictionaryNow);
    if (dictionary == nullptr) return broken(ErrorCode::internal, "no dictionary");
    auto plan = plan_of(segment, held, *dictionary);
    if (!plan) return pass(std::move(plan));
    CodecParts parts(*dictionary);
    Walk walk(parts, held, &*plan, nullptr);
    auto written = walk.segment(&segment);
    if (!written) return pass(std::move(written));
    auto packed = parts.finish();
    if (!packed) return packed;
    const Digest digest = walk.digest_of_digests();
    Bytes made(digest.bytes.begin(), digest.bytes.begin() + kCheckBytes);
    append(made, *packed);
    auto again = decode_columns(made, held);
    if (!again) return pass(std::move(again));
    if (!is_same(*again, segment)) return broken(ErrorCode::internal, "reads as another one");
    return made;
}

Result<Segment> decode_columns(ByteView bytes, SegmentContext* held) {
    if (bytes.size() < kCheckBytes) return broken(ErrorCode::corrupt, "cut short");
    auto parts = CodecParts::open(bytes.subspan(kCheckBytes));
    if (!parts) return pass(std::move(parts));
    Walk walk(*parts, held, nullptr, nullptr);
    auto segment = walk.segment(nullptr);
    // With other entries around it than the writer took for held, all that follows is read wrongly.
    const ErrorCode code = walk.has_leaned() ? ErrorCode::not_found : ErrorCode::corrupt;
    if (!segment && segment.error().code == ErrorCode::corrupt) return broken(code, "entries");
    if (!segment) return segment;
    if (parts->failed() || !parts->is_at_end()) return broken(code, "end");
    const Digest digest = walk.digest_of_digests();
    if (!std::equal(bytes.begin(), bytes.begin() + kCheckBytes, digest.bytes.begin())) {
        return broken(code, "other entries than were written");
    }
    return segment;
}

}  // namespace disapa
