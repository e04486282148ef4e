#include "kiosk/ui/damage.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <string_view>

namespace disapa::ui {

namespace {

std::uint64_t mix(std::uint64_t hash, const void* bytes, std::size_t size) {
    const auto part = std::hash<std::string_view>()({static_cast<const char*>(bytes), size});
    return (hash ^ part) * 0x9E3779B97F4A7C15ULL + (hash >> 29U);
}

}  // namespace

void Damage::collect(const ImDrawData& data, std::vector<Piece>& pieces) {
    pieces.clear();
    for (const ImDrawList* list :
         std::span(data.CmdLists, static_cast<std::size_t>(data.CmdListsCount))) {
        for (const ImDrawCmd& command : list->CmdBuffer) {
            std::uint64_t ground = mix(0, &command.ClipRect, sizeof command.ClipRect);
            ground = mix(ground, &command.TextureId, sizeof command.TextureId);
            for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
                Piece piece{ground, command.ClipRect.z, command.ClipRect.w, command.ClipRect.x,
                            command.ClipRect.y};
                for (unsigned corner = 0; corner < 3; ++corner) {
                    const ImDrawIdx index =
                        list->IdxBuffer[static_cast<int>(command.IdxOffset + at + corner)];
                    const ImDrawVert& vertex =
                        list->VtxBuffer[static_cast<int>(command.VtxOffset + index)];
                    piece.look = mix(piece.look, &vertex, sizeof vertex);
                    piece.left = std::min(piece.left, vertex.pos.x);
                    piece.top = std::min(piece.top, vertex.pos.y);
                    piece.right = std::max(piece.right, vertex.pos.x);
                    piece.bottom = std::max(piece.bottom, vertex.pos.y);
                }
                piece.left = std::max(piece.left, command.ClipRect.x);
                piece.top = std::max(piece.top, command.ClipRect.y);
                piece.right = std::min(piece.right, command.ClipRect.z);
                piece.bottom = std::min(piece.bottom, command.ClipRect.w);
                if (piece.left < piece.right && piece.top < piece.bottom) pieces.push_back(piece);
            }
        }
    }
}

Rect Damage::next(const ImDrawData& data) {
    collect(data, now_);
    const Rect whole{0, 0, data.DisplaySize.x, data.DisplaySize.y};
    const bool first = before_.empty();
    std::span<const Piece> old(before_), fresh(now_);
    const auto same = [](const Piece& a, const Piece& b) { return a.look == b.look; };
    const auto [a, b] = std::ranges::mismatch(old, fresh, same);
    old = {a, old.end()};
    fresh = {b, fresh.end()};
    while (!old.empty() && !fresh.empty() && same(old.back(), fresh.back())) {
        old = old.first(old.size() - 1);
        fresh = fresh.first(fresh.size() - 1);
    }
    const auto looks_of = [](std::span<const Piece> pieces) {
        std::vector<std::uint64_t> looks;
        for (const Piece& piece : pieces) looks.push_back(piece.look);
        return looks;
    };
    auto before = looks_of(old), now = looks_of(fresh);
    std::ranges::sort(before);
    std::ranges::sort(now);
    std::vector<std::uint64_t> changed;  // in one of the frames more often than in the other
    std::ranges::set_symmetric_difference(before, now, std::back_inserter(changed));
    float left = whole.w, top = whole.h, right = 0, bottom = 0;
    const auto add = [&](const Piece& piece) {
        left = std::min(left, piece.left);
        top = std::min(top, piece.top);
        right = std::max(right, piece.right);
        bottom = std::max(bottom, piece.bottom);
    };
    const auto stayed = [&](std::span<const Piece> pieces) {
        std::vector<std::uint64_t> looks;
        for (const Piece& piece : pieces) {
            if (std::ranges::binary_search(changed, piece.look)) {
                add(piece);
            } else {
                looks.push_back(piece.look);
            }
        }
        return looks;
    };
    if (stayed(old) != stayed(fresh)) {  // what lies above what has changed
        std::ranges::for_each(old, add);
        std::ranges::for_each(fresh, add);
    }
    std::swap(before_, now_);
    if (first) return whole;
    if (left >= right || top >= bottom) return {};
    left = std::max(0.0F, std::floor(left) - 1);
    top = std::max(0.0F, std::floor(top) - 1);
    return {left, top, std::min(whole.w, std::ceil(right) + 1) - left,
            std::min(whole.h, std::ceil(bottom) + 1) - top};
}

void limit(ImDrawData& data, const Rect& part) {
    for (int i = 0; i < data.CmdListsCount; ++i) {
        for (ImDrawCmd& command : data.CmdLists[i]->CmdBuffer) {
            ImVec4& clip = command.ClipRect;
            clip.x = std::max(clip.x, part.x);
            clip.y = std::max(clip.y, part.y);
            clip.z = std::max(clip.x, std::min(clip.z, part.right()));
            clip.w = std::max(clip.y, std::min(clip.w, part.bottom()));
        }
    }
}

}  // namespace disapa::ui
