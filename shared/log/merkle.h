// RFC 6962 Merkle tree over leaf hashes: append in O(log n), roots, inclusion proofs.
#pragma once

#include <span>
#include <vector>

#include "shared/base/bytes.h"

namespace disapa {

// SHA-256 of nothing: the root of the empty tree.
[[nodiscard]] Digest empty_root();

// The right edge of a tree: enough to append and to give the root. 32 bytes a level.
class MerkleEdge {
  public:
    MerkleEdge() = default;
    void append(const Digest& leaf_hash);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] Digest root() const;
    // The largest complete tree that ends with the newest leaf: of all leaves together they are
    // enough to find any earlier root (shared/store/tables.h). There must be a leaf.
    [[nodiscard]] const Digest& last_tree() const { return subtrees_.back(); }
    [[nodiscard]] Bytes to_bytes() const;   // for the store
    [[nodiscard]] static std::optional<MerkleEdge> from_bytes(std::uint64_t size, ByteView bytes);

  private:
    std::uint64_t size_ = 0;
    std::vector<Digest> subtrees_;  // complete ones, largest first
};

// Inclusion proof (RFC 6962 section 2.1.1) of leaf `index` among `leaf_hashes`.
[[nodiscard]] std::vector<Digest> inclusion_proof(std::span<const Digest> leaf_hashes,
                                                  std::uint64_t index);
[[nodiscard]] bool verify_inclusion(const Digest& leaf_hash, std::uint64_t index,
                                    std::uint64_t size, std::span<const Digest> proof,
                                    const Digest& root);

}  // namespace disapa
