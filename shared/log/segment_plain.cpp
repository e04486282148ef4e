#include "shared/log/segment_plain.h"

#include <algorithm>
#include <map>
#include <set>

#include "shared/base/limits.h"
#include "shared/crypto/jws.h"
#include "shared/log/varint.h"

namespace disapa {

namespace {

constexpr std::uint8_t kFeedById = 0;
constexpr std::uint8_t kFeedByName = 1;
// Two bits of each entry's kind.
constexpr unsigned kPerson = 1;
constexpr unsigned kBare = 2;

tl::unexpected<Error> broken(std::string_view what) {
    return fail(ErrorCode::corrupt,
                "Data yang diterima rusak atau terpotong. Ulangi pengiriman; bila tetap gagal, "
                "hubungi petugas kecamatan.",
                "segment: " + std::string(what));
}

tl::unexpected<Error> too_much(std::string_view what) {
    return fail(ErrorCode::limit,
                "Data dalam satu kiriman terlalu banyak. Ulangi pengiriman; bila tetap gagal, "
                "hubungi petugas kecamatan.",
                "segment: " + std::string(what));
}

// The columns of the body in writing; FORMAT.md, "Segment".
struct Columns {
    Bytes kinds;
    std::vector<KeyId> signers;
    std::vector<std::size_t> signer_indexes;
    std::vector<std::size_t> lengths;
    Bytes payloads;
    Bytes digests;
    Bytes signatures;

    void add_signer(const KeyId& signer) {
        const auto at = std::find(signers.begin(), signers.end(), signer);
        signer_indexes.push_back(static_cast<std::size_t>(at - signers.begin()));
        if (at == signers.end()) signers.push_back(signer);
    }
    void add_payload(ByteView payload) {
        lengths.push_back(payload.size());
        append(payloads, payload);
    }
};

Status add_entry(Columns& columns, std::size_t index, const Entry& entry) {
    const bool is_person = entry.signature.has_value();
    if (is_person == entry.signer.is_zero()) return broken("signer and signature do not fit");
    const unsigned kind = (is_person ? kPerson : 0U) | (entry.is_bare() ? kBare : 0U);
    if (index % 4 == 0) columns.kinds.push_back(0);
    columns.kinds.back() |= static_cast<std::uint8_t>(kind << (2 * (index % 4)));
    if (is_person) {
        columns.add_signer(entry.signer);
        append(columns.signatures, entry.signature->view());
    }
    if (!entry.is_bare()) {
        if (entry.payload.size() > limits::kPayloadBytes) return too_much("payload");
        columns.add_payload(entry.payload);
        return {};
    }
    auto erasing = parse_compact(entry.erased_by, kTypAct);
    if (!erasing) return pass(std::move(erasing));
    if (erasing->payload.empty()) return broken("an erasing act without payload");
    if (erasing->payload.size() > limits::kPayloadBytes) return too_much("payload");
    columns.add_signer(erasing->signer);
    columns.add_payload(erasing->payload);
    append(columns.digests, entry.digest.view());
    append(columns.signatures, erasing->signature.view());
    return {};
}

}  // namespace

Result<Bytes> plain_body(const Segment& segment) {
    if (segment.entries.empty()) return broken("no entries");
    if (segment.entries.size() > limits::kSegmentEntries) return too_much("entries");
    if (segment.from > std::uint64_t{limits::kIntegerMax} - segment.entries.size()) {
        return broken("size of the feed");
    }
    Columns columns;
    for (std::size_t i = 0; i < segment.entries.size(); ++i) {
        auto added = add_entry(columns, i, segment.entries[i]);
        if (!added) return pass(std::move(added));
        if (columns.payloads.size() > limits::kSegmentBytes) return too_much("payloads");
    }
    Bytes body;
    if (segment.name) {
        body.push_back(kFeedByName);
        append(body, segment.name->node.view());
        append(body, segment.name->birth.view());
        put_piece(body, as_bytes(segment.name->region.code()));
    } else {
        body.push_back(kFeedById);
        append(body, segment.feed.view());
    }
    put_varint(body, segment.from);
    put_varint(body, segment.entries.size());
    append(body, columns.kinds);
    put_varint(body, columns.signers.size());
    for (const KeyId& signer : columns.signers) append(body, signer.view());
    for (const std::size_t index : columns.signer_indexes) put_varint(body, index);
    for (const std::size_t length : columns.lengths) put_varint(body, length);
    append(body, columns.payloads);
    append(body, columns.digests);
    append(body, columns.signatures);
    append(body, segment.head_signature.view());
    if (body.size() > limits::kSegmentBytes) return too_much("body");
    return body;
}

namespace {

// The columns of the body in reading. Each read_ step fails rather than pass the end.
class BodyReader {
  public:
    explicit BodyReader(ByteView body) : reader_(body) {}

    Result<Segment> read() {
        for (const auto step : {&BodyReader::read_feed, &BodyReader::read_kinds,
                                &BodyReader::read_signers, &BodyReader::read_payloads,
                                &BodyReader::read_digests, &BodyReader::read_signatures}) {
            auto done = (this->*step)();
            if (!done) return pass(std::move(done));
        }
        if (!reader_.at_end()) return broken("bytes after the end");
        for (std::size_t i = 0; i < segment_.entries.size(); ++i) {
            if (!is_bare(i)) continue;
            segment_.entries[i].erased_by = to_compact(erasing_[i], kTypAct);
        }
        return std::move(segment_);
    }

  private:
    [[nodiscard]] bool is_person(std::size_t index) const { return (kinds_[index] & kPerson) != 0; }
    [[nodiscard]] bool is_bare(std::size_t index) const { return (kinds_[index] & kBare) != 0; }

    Status read_feed() {
        auto flag = reader_.byte();
        if (!flag) return pass(std::move(flag));
        if (*flag == kFeedById) {
            auto feed = reader_.fixed<FeedId>();
            if (!feed) return pass(std::move(feed));
            segment_.feed = *feed;
            return {};
        }
        if (*flag != kFeedByName) return broken("unknown way to name the feed");
        auto node = reader_.fixed<PublicKey>();
        if (!node) return pass(std::move(node));
        auto birth = reader_.fixed<Birth>();
        if (!birth) return pass(std::move(birth));
        auto code = reader_.piece(limits::kRegionBytes);
        if (!code) return pass(std::move(code));
        auto region = Region::parse(as_text(*code));
        if (!region) return broken("no region");
        segment_.name = FeedName{*node, *birth, *region};
        segment_.feed = segment_.name->id();
        return {};
    }

    Status read_kinds() {
        auto from = reader_.varint();
        if (!from) return pass(std::move(from));
        auto count = reader_.varint();
        if (!count) return pass(std::move(count));
        if (*count == 0) return broken("no entries");
        if (*count > limits::kSegmentEntries) return too_much("entries");
        if (*from > std::uint64_t{limits::kIntegerMax} - *count) return broken("size of the feed");
        segment_.from = *from;
        auto packed = reader_.take((static_cast<std::size_t>(*count) + 3) / 4);
        if (!packed) return pass(std::move(packed));
        for (std::size_t i = 0; i < packed->size() * 4; ++i) {
            const unsigned kind = (*packed)[i / 4] >> (2 * (i % 4)) & 3U;
            if (i < *count) {
                kinds_.push_back(kind);
            } else if (kind != 0) {
                return broken("kinds beyond the last entry");
            }
        }
        segment_.entries.resize(kinds_.size());
        return {};
    }

    Status read_signers() {
        auto count = reader_.varint();
        if (!count) return pass(std::move(count));
        if (*count > 2 * kinds_.size()) return broken("more signers than acts");
        std::vector<KeyId> signers;
        for (std::uint64_t i = 0; i < *count; ++i) {
            auto signer = reader_.fixed<KeyId>();
            if (!signer) return pass(std::move(signer));
            if (signer->is_zero()) return broken("a signer without name");
            signers.push_back(*signer);
        }
        // Each once, in the order of first use: so a segment has one plain form.
        if (std::set(signers.begin(), signers.end()).size() != signers.size()) {
            return broken("a signer twice");
        }
        std::size_t used = 0;
        for (std::size_t i = 0; i < kinds_.size(); ++i) {
            for (KeyId* to : {is_person(i) ? &segment_.entries[i].signer : nullptr,
                              is_bare(i) ? &erasing_[i].signer : nullptr}) {
                if (to == nullptr) continue;
                auto index = reader_.varint();
                if (!index) return pass(std::move(index));
                if (*index > used || *index >= signers.size()) return broken("no such signer");
                if (*index == used) ++used;
                *to = signers[static_cast<std::size_t>(*index)];
            }
        }
        if (used != signers.size()) return broken("a signer of nothing");
        return {};
    }

    Status read_payloads() {
        std::vector<std::size_t> lengths;
        for (std::size_t i = 0; i < kinds_.size(); ++i) {
            auto length = reader_.varint();
            if (!length) return pass(std::move(length));
            if (*length == 0) return broken("empty payload");
            if (*length > limits::kPayloadBytes) return too_much("payload");
            lengths.push_back(static_cast<std::size_t>(*length));
        }
        for (std::size_t i = 0; i < kinds_.size(); ++i) {
            auto payload = reader_.take(lengths[i]);
            if (!payload) return pass(std::move(payload));
            Bytes& to = is_bare(i) ? erasing_[i].payload : segment_.entries[i].payload;
            to.assign(payload->begin(), payload->end());
            if (!is_bare(i)) segment_.entries[i].digest = sha256(*payload);
        }
        return {};
    }

    Status read_digests() {
        for (std::size_t i = 0; i < kinds_.size(); ++i) {
            if (!is_bare(i)) continue;
            auto digest = reader_.fixed<Digest>();
            if (!digest) return pass(std::move(digest));
            segment_.entries[i].digest = *digest;
        }
        return {};
    }

    Status read_signatures() {
        for (std::size_t i = 0; i < kinds_.size(); ++i) {
            if (is_person(i)) {
                auto own = reader_.fixed<Signature>();
                if (!own) return pass(std::move(own));
                segment_.entries[i].signature = *own;
            }
            if (is_bare(i)) {
                auto erasers = reader_.fixed<Signature>();
                if (!erasers) return pass(std::move(erasers));
                erasing_[i].signature = *erasers;
            }
        }
        auto head = reader_.fixed<Signature>();
        if (!head) return pass(std::move(head));
        segment_.head_signature = *head;
        return {};
    }

    ByteReader reader_;
    Segment segment_;
    std::vector<unsigned> kinds_;
    std::map<std::size_t, Jws> erasing_;  // of bare rows, by their index
};

}  // namespace

Result<Segment> read_plain_body(ByteView body) {
    return BodyReader(body).read();
}

}  // namespace disapa
