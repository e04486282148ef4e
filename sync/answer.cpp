#include "sync/answer.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/outbox.h"

namespace disapa {
namespace {

constexpr std::size_t kSmallestAnswer = 4 * 1024;
constexpr std::size_t kSmallestChunk = 2 * 1024;
constexpr std::size_t kMostNotes = 16;  // of a whole request; the rest says the same again

std::size_t answer_bytes(std::uint64_t asked) {
    if (asked == 0 || asked > limits::kFirstPostBytes) return limits::kFirstPostBytes;
    return std::max(static_cast<std::size_t>(asked), kSmallestAnswer);
}

// Small answers come over bad links: what a cut costs shrinks with them.
std::size_t chunk_bytes(std::size_t answer) {
    return std::clamp(answer / 4, kSmallestChunk, limits::kChunkBytes);
}

}  // namespace

Reception::Reception(Node& hub, Keeper& keeper, HubPicture& picture)
    : hub_(hub),
      keeper_(keeper),
      picture_(picture),
      opener_(hub.box(), hub.id(), StreamHeader{},
              [this](const BundleAddress& address) { return boxes_of(address); }) {}

Reception::Reception(Node& hub, Keeper& keeper)
    : own_picture_(std::in_place, hub),
      hub_(hub),
      keeper_(keeper),
      picture_(*own_picture_),
      opener_(hub.box(), hub.id(), StreamHeader{},
              [this](const BundleAddress& address) { return boxes_of(address); }) {}

std::vector<BoxPublicKey> Reception::boxes_of(const BundleAddress& address) {
    if (address.flags == kFlagUnknown) {
        // Known all the same, when the roster names this box key: the flag takes nothing away.
        now_.sender = picture_.owner_of(address.sender_box).value_or(KeyId{});
        return {address.sender_box};
    }
    const auto roster = picture_.roster();
    if (!roster) return {};
    const RosterKey* key = (*roster)->find(address.sender);
    if (key == nullptr || !key->is_node()) return {};
    now_.sender = address.sender;
    std::vector<BoxPublicKey> boxes;
    for (const BoxPublicKey& box : {key->box, key->previous_box}) {
        if (!box.is_zero()) boxes.push_back(box);
    }
    return boxes;
}

// What the roster says of the sender now; a stranger stays one until it names him.
Status Reception::identify() {
    auto roster = picture_.roster();
    if (!roster) return pass(std::move(roster));
    if (now_.sender.is_zero()) {
        auto owner = picture_.owner_of(opener_.peer_box());
        if (!owner) return pass(std::move(owner));
        now_.sender = *owner;
    }
    const RosterKey* key = (*roster)->find(now_.sender);
    if (key == nullptr || now_.sender == hub_.id()) return {};
    for (const auto& grant : key->grants) {
        if (grant.role != Role::kiosk && grant.role != Role::hub) continue;
        now_.is_known = true;
        gate_.region = grant.region;
        break;
    }
    revoked_ = key->revoked_at.has_value();
    gate_.sender = now_.sender;
    gate_.keep_blobs = now_.is_known && !revoked_;
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
        gate_.office = hub_.setup().office;
        if (auto status = identify(); !status) return status;
        gate_.known_feeds = picture_.feeds_for(now_.is_known ? gate_.region : gate_.office);
    }
    // Anew once something was stored: what it held by then is read from the store.
    if (opened_.empty()) held_.emplace(hub_, now_.is_known ? gate_.region : gate_.office);
    auto incoming = read_chunk(text, &*held_);
    if (!incoming) return pass(std::move(incoming));
    leans_ = leans_ || incoming->leans;
    drop_held_papers(hub_, *incoming);
    opened_.push_back(std::move(*incoming));
    return {};
}

std::vector<Incoming*> Reception::unexamined() {
    std::vector<Incoming*> found;
    if (!now_.is_known || revoked_) return found;
    for (Incoming& incoming : opened_) {
        if (!incoming.segments.empty()) found.push_back(&incoming);
    }
    return found;
}

Status Reception::take_enrols(Writer& writer, const Incoming& incoming) {
    for (const EnrolFrame& frame : incoming.enrols) {
        const auto parsed = parse_enrol(frame.body);
        if (!parsed) {
            now_.taken.notes.push_back({NoteKind::enrol_refused, 0, parsed.error().sentence});
            now_.taken.log.push_back("enrol: " + parsed.error().log);
            continue;
        }
        if (parsed->request.box == opener_.peer_box()) applicant_ = key_id_of(parsed->request.key);
        auto enrolled = keeper_.enrol(writer, *parsed);
        if (!enrolled) return pass(std::move(enrolled));
        if (!enrolled->accepted) {
            now_.taken.notes.push_back({NoteKind::enrol_refused, 0, enrolled->sentence});
            now_.taken.log.emplace_back("enrol: refused");
            continue;
        }
        now_.taken.notes.push_back({NoteKind::enrolled, 0, to_text(enrolled->key)});
        // This very sender: the rest of its bundle is read as of one who is known.
        if (now_.is_known || enrolled->role != Role::kiosk || enrolled->box != opener_.peer_box())
            continue;
        now_.is_known = true;
        now_.sender = enrolled->key;
        gate_.region = enrolled->region;
        gate_.sender = now_.sender;
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

Status Reception::store_one(Writer& writer, const Incoming& incoming, std::vector<FeedId>& grown) {
    if (auto status = take_enrols(writer, incoming); !status) return status;
    take_words(incoming);
    Taken taken;
    if (auto status = store_chunk(writer, incoming, gate_, taken); !status) return status;
    for (const Note& note : incoming.notes) {
        const auto hash = fixed_from_base64url<Digest>(note.text);
        if (note.kind != NoteKind::no_blob || !hash || !now_.is_known) continue;
        if (auto status = forget_wanted(writer, now_.sender, *hash); !status) return status;
    }
    Taken& all = now_.taken;
    all.acts += taken.acts;
    for (const auto& [feed, size] : taken.carried) {
        auto& carried = all.carried[feed];
        carried = std::max(carried, size);
    }
    for (const FeedId& feed : taken.grown) {
        if (std::find(grown.begin(), grown.end(), feed) == grown.end()) grown.push_back(feed);
    }
    if (all.notes.size() < kMostNotes) {
        all.early = all.early || taken.early;
        all.notes.insert(all.notes.end(), taken.notes.begin(), taken.notes.end());
        all.log.insert(all.log.end(), taken.log.begin(), taken.log.end());
    }
    return {};
}

Status Reception::store(Writer& writer) {
    settle();
    before_ = now_;
    std::vector<FeedId> grown;
    while (!opened_.empty()) {
        stored_.push_back(std::move(opened_.front()));
        opened_.pop_front();
        if (auto status = store_one(writer, stored_.back(), grown); !status) return status;
    }
    return grown.empty() ? Status{} : keeper_.after_store(writer, grown);
}

void Reception::settle() {
    stored_.clear();
    before_.reset();
}

void Reception::undo() {
    if (!before_) return;
    while (!stored_.empty()) {
        opened_.push_front(std::move(stored_.back()));
        stored_.pop_back();
    }
    now_ = std::move(*before_);
    before_.reset();
    gate_.sender = now_.sender;
    gate_.keep_blobs = now_.is_known && !revoked_;
    if (!now_.is_known) gate_.region = Region{};
}

// What the peer holds: its list, or what its hash stands for; nothing when it must be asked.
Result<std::optional<Frontier>> Reception::frontier_of_peer(const Frontier& mine) {
    if (told_list_) return std::optional(told_);
    if (!told_hash_) return std::optional<Frontier>();
    if (*told_hash_ == hash_of(mine)) return std::optional(mine);
    auto memory = load_memory(hub_, now_.sender);
    if (!memory) return pass(std::move(memory));
    if (*memory && *told_hash_ == hash_of((*memory)->frontier))
        return std::optional(with_carried(std::move((*memory)->frontier)));
    return std::optional<Frontier>();
}

// The hash is of what it held before: with what this very request brought.
Frontier Reception::with_carried(Frontier frontier) {
    for (const auto& [feed, size] : now_.taken.carried) {
        Extent& extent = frontier[feed];
        if (extent.size >= size) continue;
        for (const auto& [id, name] : gate_.known_feeds) {
            if (FeedRef{key_id_of(name.node), name.birth, name.region} == feed)
                extent = {size, hub_.root_at(id, size)};
        }
    }
    return frontier;
}

Result<Bytes> Reception::front_of(bool as_hash, const Frontier& mine, const Want& want) const {
    Bytes front = encode_frame(Hello{kProtocolVersion, hub_.birth(), 0, 0});
    if (as_hash) {
        append(front, encode_frame(Have{hash_of(mine), {}}));
    } else {
        for (const Bytes& frame : encode_have(mine)) append(front, frame);
    }
    if (want.frontier || want.plain || !want.blobs.empty()) append(front, encode_frame(want));
    for (const Note& note : now_.taken.notes) append(front, encode_frame(note));
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
        now_.taken.notes.push_back({NoteKind::revoked, 0, {}});
        auto front = front_of(false, *mine, {});
        if (!front) return pass(std::move(front));
        return std::vector<Bytes>{std::move(*front)};
    }
    auto peer = frontier_of_peer(*mine);
    if (!peer) return pass(std::move(peer));
    auto blobs = wanted_blobs(hub_, now_.sender);
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
        now_.taken.log.push_back("have: another root than mine of " + whose);
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
    auto remembered = load_memory(hub_, now_.sender);
    if (!remembered) return pass(std::move(remembered));
    PeerMemory memory{hello_.birth, std::move(packed->after), std::move(**peer)};
    if (*remembered != memory) memory_ = std::move(memory);
    return chunks;
}

Reception::Words Reception::words() const {
    Words words;
    words.sender = now_.sender;
    words.region = gate_.region;
    words.known = now_.is_known;
    words.revoked = revoked_;
    words.hello = hello_;
    words.told_list = told_list_;
    words.told = told_;
    words.early = leans_ || now_.taken.early;
    words.notes = now_.taken.notes;
    words.applicant = applicant_;
    if (begun_) words.box = opener_.peer_box();
    return words;
}

Result<Bytes> Reception::seal(const std::vector<Bytes>& chunks) const {
    BundleRoute route;
    route.from = &hub_.box();
    route.to = opener_.peer_box();
    route.sender = hub_.id();
    route.recipient = now_.is_known ? now_.sender : KeyId{};
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
    auto chunks = now_.is_known ? words_for_peer() : words_for_stranger();
    if (!chunks) return pass(std::move(chunks));
    return seal(*chunks);
}

Status Reception::remember(Writer& writer) {
    if (!memory_) return {};
    auto status = save_memory(writer, now_.sender, *memory_);
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
