#include "shared/log/merkle.h"

#include <bit>
#include <cassert>

#include "shared/crypto/keys.h"

namespace disapa {

namespace {

Digest node_hash(const Digest& left, const Digest& right) {
    static constexpr std::uint8_t kNode = 0x01;
    return sha256({ByteView(&kNode, 1), left.view(), right.view()});
}

Digest root_of(std::span<const Digest> leaf_hashes) {
    MerkleEdge edge;
    for (const Digest& leaf : leaf_hashes) edge.append(leaf);
    return edge.root();
}

}  // namespace

Digest empty_root() {
    return sha256(ByteView{});
}

void MerkleEdge::append(const Digest& leaf_hash) {
    subtrees_.push_back(leaf_hash);
    // Each trailing 1 bit of the old size is a complete tree as large as what was just made.
    for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
        const Digest right = subtrees_.back();
        subtrees_.pop_back();
        subtrees_.back() = node_hash(subtrees_.back(), right);
    }
    ++size_;
    assert(static_cast<int>(subtrees_.size()) == std::popcount(size_));
}

Digest MerkleEdge::root() const {
    if (subtrees_.empty()) return empty_root();
    Digest root = subtrees_.back();
    for (std::size_t i = subtrees_.size() - 1; i > 0; --i) root = node_hash(subtrees_[i - 1], root);
    return root;
}

Bytes MerkleEdge::to_bytes() const {
    Bytes bytes;
    bytes.reserve(subtrees_.size() * Digest::kSize);
    for (const Digest& subtree : subtrees_) disapa::append(bytes, subtree.view());
    return bytes;
}

std::optional<MerkleEdge> MerkleEdge::from_bytes(std::uint64_t size, ByteView bytes) {
    const auto count = static_cast<std::size_t>(std::popcount(size));
    if (bytes.size() != count * Digest::kSize) return std::nullopt;
    MerkleEdge edge;
    edge.size_ = size;
    for (std::size_t i = 0; i < count; ++i) {
        edge.subtrees_.push_back(*Digest::from(bytes.subspan(i * Digest::kSize, Digest::kSize)));
    }
    return edge;
}

std::vector<Digest> inclusion_proof(std::span<const Digest> leaf_hashes, std::uint64_t index) {
    assert(index < leaf_hashes.size());
    // From the root down: at each step the half without the leaf is one element of the proof.
    std::vector<Digest> proof;
    while (leaf_hashes.size() > 1) {
        const std::size_t left = std::bit_floor(leaf_hashes.size() - 1);
        if (index < left) {
            proof.push_back(root_of(leaf_hashes.subspan(left)));
            leaf_hashes = leaf_hashes.first(left);
        } else {
            proof.push_back(root_of(leaf_hashes.first(left)));
            leaf_hashes = leaf_hashes.subspan(left);
            index -= left;
        }
    }
    return {proof.rbegin(), proof.rend()};
}

bool verify_inclusion(const Digest& leaf_hash, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest> proof, const Digest& root) {
    // RFC 9162 section 2.1.3.2, the iterative form of RFC 6962.
    if (index >= size) return false;
    std::uint64_t place = index;
    std::uint64_t last = size - 1;
    Digest hash = leaf_hash;
    for (const Digest& other : proof) {
        if (last == 0) return false;  // longer than the tree is high
        if ((place & 1) != 0 || place == last) {
            hash = node_hash(other, hash);
            while ((place & 1) == 0 && place != 0) {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, other);
        }
        place >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

}  // namespace disapa
