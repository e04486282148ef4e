#include "sync/answer.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/outbox.h"

namespace disapa {
namespace {

constexpr std::size_t kSmallestAnswer = 4 * 1024;
constexpr std::size_t kSmallestChunk = 2 * 1024;

std::size_t answer_bytes(std::uint64_t asked) {
    if (asked == 0 || asked > limits::kFirstPostBytes) return limits::kFirstPostBytes;
    return std::max(static_cast<std::size_t>(asked), kSmallestAnswer);
}

// Small answers come over bad links: what a cut costs shrinks with them.
std::size_t chunk_bytes(std::size_t answer) {
    return std::clamp(answer / 4, kSmallestChunk, limits::kChunkBytes);
}

}  // namespace

Reception::Reception(Node& hub, Keeper& keeper)
    : hub_(hub),
      keeper_(keeper),
      opener_(hub.box(), hub.id(), StreamHeader{},
              [this](const BundleAddress& address) { return boxes_of(address); }) {}

std::vector<BoxPublicKey> Reception::boxes_of(const BundleAddress& address) {
    const auto roster = hub_.roster();
    if (!roster) return {};
    std::vector<BoxPublicKey> boxes;
    if (address.flags == kFlagUnknown) {
        // Known all the same, when the roster names this box key: the flag takes nothing away.
        for (const auto& [id, key] : roster->keys()) {
            const bool is_its =
                key.box == address.sender_box || key.previous_box == address.sender_box;
            if (key.is_node() && is_its) sender_ = id;
        }
        return {address.sender_box};
    }
    const RosterKey* key = roster->find(address.sender);
    if (key == nullptr || !key->is_node()) return {};
    sender_ = address.sender;
    for (const BoxPublicKey& box : {key->box, key->previous_box}) {
        if (!box.is_zero()) boxes.push_back(box);
    }
    return boxes;
}

// What the roster says of the sender now; a stranger stays one until it names him.
Status Reception::identify() {
    auto roster = hub_.roster();
    if (!roster) return pass(std::move(roster));
    if (sender_.is_zero()) {
        for (const auto& [id, key] : roster->keys()) {
            if (key.is_node() && key.box == opener_.peer_box()) sender_ = id;
        }
    }
    const RosterKey* key = roster->find(sender_);
    if (key == nullptr || sender_ == hub_.id()) return {};
    for (const auto& grant : key->grants) {
        if (grant.role != Role::kiosk && grant.role != Role::hub) continue;
        known_ = true;
        gate_.region = grant.region;
        break;
    }
    revoked_ = key->revoked_at.has_value();
    gate_.sender = sender_;
    gate_.keep_blobs = known_ && !revoked_;
    return {};
}

Status Reception::feed(ByteView more) {
    if (failed_) return tl::unexpected<Error>(*failed_);
    std::vector<Bytes> chunks;
    auto status = opener_.take(more, chunks);
    for (const Bytes& text : chunks) {
        if (auto opened = open_chunk(text); !opened) {
            status = std::move(opened);
            break;
        }
    }
    if (!status) failed_ = status.error();
    return status;
}

Status Reception::open_chunk(ByteView text) {
    if (!begun_) {
        begun_ = true;
        gate_ = gate_for(hub_, Region{});
        if (auto status = identify(); !status) return status;
    }
    if (!held_) held_.emplace(hub_, known_ ? gate_.region : hub_.setup().office);
    auto incoming = read_chunk(text, &*held_);
    if (!incoming) return pass(std::move(incoming));
    leans_ = leans_ || incoming->leans;
    drop_held_papers(hub_, *incoming);
    opened_.push_back(std::move(*incoming));
    return {};
}

Status Reception::take_enrols(Writer& writer, const Incoming& incoming) {
    for (const EnrolFrame& frame : incoming.enrols) {
        const auto parsed = parse_enrol(frame.body);
        if (!parsed) {
            taken_.notes.push_back({NoteKind::enrol_refused, 0, parsed.error().sentence});
            taken_.log.push_back("enrol: " + parsed.error().log);
            continue;
        }
        auto enrolled = keeper_.enrol(writer, *parsed);
        if (!enrolled) return pass(std::move(enrolled));
        if (!enrolled->accepted) {
            taken_.notes.push_back({NoteKind::enrol_refused, 0, enrolled->sentence});
            taken_.log.emplace_back("enrol: refused");
            continue;
        }
        taken_.notes.push_back({NoteKind::enrolled, 0, to_text(enrolled->key)});
        // This very sender: the rest of its bundle is read as of one who is known.
        if (known_ || enrolled->role != Role::kiosk || enrolled->box != opener_.peer_box())
            continue;
        known_ = true;
        sender_ = enrolled->key;
        gate_.region = enrolled->region;
        gate_.sender = sender_;
        gate_.keep_blobs = true;
    }
    return {};
}

void Reception::take_words(const Incoming& incoming) {
    if (incoming.hello) hello_ = *incoming.hello;
    for (const Have& have : incoming.haves) {
        if (have.hash) {
            told_hash_ = have.hash;
        } else {
            told_list_ = true;
            told_.insert(have.list.begin(), have.list.end());
        }
    }
    for (const Want& want : incoming.wants) {
        asks_list_ = asks_list_ || want.frontier;
        asks_plain_ = asks_plain_ || want.plain;
    }
}

Status Reception::store(Writer& writer) {
    if (opened_.empty()) return {};
    Incoming incoming = std::move(opened_.front());
    opened_.pop_front();
    if (auto status = take_enrols(writer, incoming); !status) return status;
    take_words(incoming);
    Taken taken;
    if (auto status = store_chunk(writer, incoming, gate_, taken); !status) return status;
    for (const Note& note : incoming.notes) {
        const auto hash = fixed_from_base64url<Digest>(note.text);
        if (note.kind != NoteKind::no_blob || !hash || !known_) continue;
        if (auto status = forget_wanted(writer, sender_, *hash); !status) return status;
    }
    if (!taken.grown.empty()) {
        if (auto status = keeper_.after_store(writer, taken.grown); !status) return status;
    }
    taken_.acts += taken.acts;
    taken_.notes.insert(taken_.notes.end(), taken.notes.begin(), taken.notes.end());
    taken_.log.insert(taken_.log.end(), taken.log.begin(), taken.log.end());
    return {};
}

// What the peer holds: its list, or what its hash stands for; nothing when it must be asked.
Result<std::optional<Frontier>> Reception::frontier_of_peer(const Frontier& mine) {
    if (told_list_) return std::optional(told_);
    if (!told_hash_) return std::optional<Frontier>();
    if (*told_hash_ == hash_of(mine)) return std::optional(mine);
    auto memory = load_memory(hub_, sender_);
    if (!memory) return pass(std::move(memory));
    if (*memory && *told_hash_ == hash_of((*memory)->frontier))
        return std::optional(std::move((*memory)->frontier));
    return std::optional<Frontier>();
}

Result<Bytes> Reception::front_of(bool as_hash, const Frontier& mine, const Want& want) const {
    Bytes front = encode_frame(Hello{kProtocolVersion, hub_.birth(), 0, 0});
    if (as_hash) {
        append(front, encode_frame(Have{hash_of(mine), {}}));
    } else {
        for (const Bytes& frame : encode_have(mine)) append(front, frame);
    }
    if (want.frontier || want.plain || !want.blobs.empty()) append(front, encode_frame(want));
    for (const Note& note : taken_.notes) append(front, encode_frame(note));
    if (front.size() > limits::kChunkBytes)
        return fail(ErrorCode::limit, "Terlalu banyak buku data di desa ini. Hubungi kecamatan.",
                    "answer: HAVE and notes pass a chunk");
    return front;
}

Result<std::vector<Bytes>> Reception::words_for_stranger() const {
    auto roster_feed = frontier_for(hub_, hub_.setup().office);
    if (!roster_feed) return pass(std::move(roster_feed));
    auto front = front_of(false, *roster_feed, {});
    if (!front) return pass(std::move(front));
    append(*front, encode_frame(Note{NoteKind::unknown_sender, 0, {}}));
    return std::vector<Bytes>{std::move(*front)};
}

Result<std::vector<Bytes>> Reception::words_for_peer() {
    auto mine = frontier_for(hub_, gate_.region);
    if (!mine) return pass(std::move(mine));
    if (revoked_) {
        taken_.notes.push_back({NoteKind::revoked, 0, {}});
        auto front = front_of(false, *mine, {});
        if (!front) return pass(std::move(front));
        return std::vector<Bytes>{std::move(*front)};
    }
    auto peer = frontier_of_peer(*mine);
    if (!peer) return pass(std::move(peer));
    auto blobs = wanted_blobs(hub_, sender_);
    if (!blobs) return pass(std::move(blobs));
    const Want want{!peer->has_value(), std::move(*blobs), leans_};
    auto list = front_of(false, *mine, want);
    if (!list) return pass(std::move(list));
    if (!peer->has_value()) return std::vector<Bytes>{std::move(*list)};

    const std::size_t room = answer_bytes(hello_.room);
    Packer packer(chunk_bytes(room));
    packer.add(*list);
    auto packed = pack_segments(hub_, gate_.region, **peer, room, packer, asks_plain_);
    if (!packed) return pass(std::move(packed));
    for (const FeedRef& feed : packed->forked) {
        const std::string whose = to_text(feed.node) + " " + feed.region.code();
        taken_.log.push_back("have: another root than mine of " + whose);
        packer.add(encode_frame(Note{NoteKind::fork, (**peer)[feed].size, whose}));
    }
    auto chunks = packer.take();
    // Once it took this, it holds what I hold: 16 bytes say so, and it checks them against its own.
    if (packed->after == *mine && !asks_list_) {
        auto hash = front_of(true, *mine, want);
        if (!hash) return pass(std::move(hash));
        chunks[0].erase(chunks[0].begin(),
                        chunks[0].begin() + static_cast<std::ptrdiff_t>(list->size()));
        chunks[0].insert(chunks[0].begin(), hash->begin(), hash->end());
    }
    auto remembered = load_memory(hub_, sender_);
    if (!remembered) return pass(std::move(remembered));
    PeerMemory memory{hello_.birth, std::move(packed->after)};
    if (*remembered != memory) memory_ = std::move(memory);
    return chunks;
}

Result<Bytes> Reception::seal(const std::vector<Bytes>& chunks) const {
    BundleRoute route;
    route.from = &hub_.box();
    route.to = opener_.peer_box();
    route.sender = hub_.id();
    route.recipient = known_ ? sender_ : KeyId{};
    route.answers = opener_.address().header;
    auto sealed = seal_bundle(route, chunks);
    if (!sealed) return pass(std::move(sealed));
    return std::move(sealed->bytes);
}

Result<Bytes> Reception::answer() {
    if (failed_ && failed_->code == ErrorCode::not_found) return refuse_unknown(opener_.address());
    if (failed_) return tl::unexpected<Error>(*failed_);
    if (!complete())
        return fail(ErrorCode::corrupt, "Kiriman terputus. Ulangi pengiriman.",
                    "request was cut; its whole chunks are stored");
    if (auto status = identify(); !status) return pass(std::move(status));
    if (auto status = hub_.before_leaving(); !status) return pass(std::move(status));
    auto chunks = known_ ? words_for_peer() : words_for_stranger();
    if (!chunks) return pass(std::move(chunks));
    return seal(*chunks);
}

Status Reception::remember(Writer& writer) {
    if (!memory_) return {};
    auto status = save_memory(writer, sender_, *memory_);
    memory_.reset();
    return status;
}

Result<Bytes> answer(Node& hub, Keeper& keeper, ByteView request) {
    Reception reception(hub, keeper);
    // What came through before an error is stored all the same.
    const auto fed = reception.feed(request);
    while (reception.has_work()) {
        auto stored = hub.write([&](Writer& writer) { return reception.store(writer); });
        if (!stored) return pass(std::move(stored));
    }
    auto response = reception.answer();
    if (!response)
        return pass(fed ? std::move(response) : Result<Bytes>(tl::unexpected(fed.error())));
    if (reception.has_memory()) {
        auto noted = hub.write([&](Writer& writer) { return reception.remember(writer); });
        if (!noted) return pass(std::move(noted));
    }
    return response;
}

}  // namespace disapa
