#include "sync/hearing.h"

#include <algorithm>

namespace disapa {
namespace {

constexpr std::uint64_t kLongestRestSeconds = 24 * 3600;

}  // namespace

Hearing::Hearing(Node& kiosk, std::vector<BoxPublicKey> boxes, const StreamHeader& answers)
    : kiosk_(kiosk),
      boxes_(std::move(boxes)),
      opener_(kiosk.box(), kiosk.id(), answers, [this](const BundleAddress&) { return boxes_; }) {}

Status Hearing::take(ByteView bytes) {
    std::vector<Bytes> chunks;
    auto opened = opener_.take(bytes, chunks);
    for (const Bytes& text : chunks) {
        if (auto taken = take_chunk(text); !taken) return taken;
    }
    return opened;
}

const Heard& Hearing::heard() {
    heard_.complete = opener_.complete();
    return heard_;
}

Status Hearing::take_chunk(ByteView text) {
    NodeContext held(kiosk_, kiosk_.setup().region);
    auto incoming = read_chunk(text, &held);
    if (!incoming) return pass(std::move(incoming));
    heard_.any = true;
    heard_.leans = heard_.leans || incoming->leans;
    if (incoming->hello) heard_.hello = *incoming->hello;
    if (!incoming->segments.empty()) {
        Gate gate = gate_for(kiosk_, kiosk_.setup().region);
        Taken taken;
        auto stored = kiosk_.write(
            [&](Writer& writer) { return store_chunk(writer, *incoming, gate, taken); });
        heard_.trouble = !stored;
        if (!stored) return stored;
        heard_.acts += taken.acts;
        heard_.early = heard_.early || taken.early;
        heard_.log.insert(heard_.log.end(), taken.log.begin(), taken.log.end());
    }
    for (const Have& have : incoming->haves) {
        if (have.hash) {
            heard_.hash = have.hash;
        } else {
            heard_.list = true;
            heard_.frontier.insert(have.list.begin(), have.list.end());
        }
    }
    for (const Want& want : incoming->wants) {
        heard_.asked_for_list = heard_.asked_for_list || want.frontier;
        heard_.asked_for_plain = heard_.asked_for_plain || want.plain;
        heard_.wanted.insert(heard_.wanted.end(), want.blobs.begin(), want.blobs.end());
    }
    for (const Note& note : incoming->notes) take_note(note);
    return {};
}

void Hearing::take_note(const Note& note) {
    heard_.log.push_back("note of the hub: " + std::to_string(static_cast<int>(note.kind)) + " " +
                         note.text);
    switch (note.kind) {
        case NoteKind::unknown_sender:
            heard_.stranger = true;
            break;
        case NoteKind::revoked:
            heard_.revoked = true;
            heard_.notices.emplace_back(
                "Perangkat ini sudah dicabut oleh kecamatan. Hubungi petugas kecamatan.");
            break;
        case NoteKind::enrol_refused:
            heard_.notices.push_back(note.text);
            break;
        case NoteKind::fork:
            heard_.notices.emplace_back(
                "Ada dua salinan data yang berbeda. Hubungi petugas kecamatan.");
            break;
        case NoteKind::slow_down:
            heard_.wait_seconds =
                std::max(heard_.wait_seconds, std::min(note.number, kLongestRestSeconds));
            break;
        case NoteKind::minimum_version:
            heard_.notices.emplace_back(
                "Program di kios ini terlalu lama. Minta pembaruan ke kecamatan.");
            break;
        case NoteKind::enrolled:
        case NoteKind::refused:
        case NoteKind::no_blob:
            break;
    }
}

}  // namespace disapa
