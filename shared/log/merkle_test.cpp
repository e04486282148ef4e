#include "shared/log/merkle.h"

#include <doctest/doctest.h>

#include "shared/crypto/keys.h"

using namespace disapa;

namespace {

Digest leaf(ByteView data) {
    static constexpr std::uint8_t kLeaf = 0;
    return sha256({ByteView(&kLeaf, 1), data});
}

// RFC 6962 section 2.1, word for word.
Digest naive_root(std::span<const Digest> leaves) {
    static constexpr std::uint8_t kNode = 1;
    if (leaves.empty()) return sha256(ByteView{});
    if (leaves.size() == 1) return leaves[0];
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    const Digest left = naive_root(leaves.first(k));
    const Digest right = naive_root(leaves.subspan(k));
    return sha256({ByteView(&kNode, 1), left.view(), right.view()});
}

// RFC 6962 section 2.1.1, word for word.
std::vector<Digest> naive_path(std::uint64_t m, std::span<const Digest> leaves) {
    if (leaves.size() <= 1) return {};
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    std::vector<Digest> path;
    if (m < k) {
        path = naive_path(m, leaves.first(k));
        path.push_back(naive_root(leaves.subspan(k)));
    } else {
        path = naive_path(m - k, leaves.subspan(k));
        path.push_back(naive_root(leaves.first(k)));
    }
    return path;
}

std::vector<Digest> many_leaves(std::size_t count) {
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf(as_bytes(std::to_string(i))));
    return leaves;
}

// The leaves and roots that Certificate Transparency's implementations test with.
constexpr const char* kLeaves[] = {"",
                                   "00",
                                   "10",
                                   "2021",
                                   "3031",
                                   "40414243",
                                   "5051525354555657",
                                   "606162636465666768696a6b6c6d6e6f"};
constexpr const char* kRoots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

}  // namespace

TEST_CASE("merkle: the known roots of RFC 6962") {
    CHECK(to_hex(empty_root().view()) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    MerkleEdge edge;
    CHECK(edge.root() == empty_root());
    for (std::size_t i = 0; i < std::size(kLeaves); ++i) {
        edge.append(leaf(*from_hex(kLeaves[i])));
        CHECK(edge.size() == i + 1);
        CHECK(to_hex(edge.root().view()) == kRoots[i]);
    }
}

TEST_CASE("merkle: a known path of RFC 6962") {
    std::vector<Digest> leaves;
    for (const char* hex : kLeaves) leaves.push_back(leaf(*from_hex(hex)));
    const auto path = inclusion_proof(leaves, 5);
    REQUIRE(path.size() == 3);
    CHECK(to_hex(path[0].view()) ==
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    CHECK(to_hex(path[1].view()) ==
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
    CHECK(to_hex(path[2].view()) ==
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
}

TEST_CASE("merkle: roots, edges and paths are those of the plain definition") {
    const auto leaves = many_leaves(70);
    MerkleEdge edge;
    for (std::size_t size = 1; size <= leaves.size(); ++size) {
        CAPTURE(size);
        const std::span<const Digest> first(leaves.data(), size);
        edge.append(leaves[size - 1]);
        const Digest root = naive_root(first);
        REQUIRE(edge.root() == root);
        const auto kept = MerkleEdge::from_bytes(edge.size(), edge.to_bytes());
        REQUIRE(kept.has_value());
        REQUIRE(kept->root() == root);
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto path = inclusion_proof(first, index);
            REQUIRE(path == naive_path(index, first));
            REQUIRE(verify_inclusion(leaves[index], index, size, path, root));
        }
    }
}

TEST_CASE("merkle: an edge that was kept goes on like the one that stayed") {
    const auto leaves = many_leaves(40);
    MerkleEdge stayed;
    MerkleEdge kept;
    for (const Digest& one : leaves) {
        stayed.append(one);
        kept = *MerkleEdge::from_bytes(kept.size(), kept.to_bytes());
        kept.append(one);
        REQUIRE(kept.root() == stayed.root());
    }
    CHECK_FALSE(MerkleEdge::from_bytes(41, stayed.to_bytes()).has_value());
    CHECK_FALSE(MerkleEdge::from_bytes(40, ByteView(stayed.to_bytes()).first(63)).has_value());
}

TEST_CASE("merkle: a path proves nothing else") {
    const auto leaves = many_leaves(23);
    const Digest root = naive_root(leaves);
    for (std::uint64_t index = 0; index < leaves.size(); ++index) {
        auto path = inclusion_proof(leaves, index);
        const Digest& own = leaves[index];
        for (std::uint64_t other = 0; other < leaves.size(); ++other) {
            if (other != index) REQUIRE_FALSE(verify_inclusion(own, other, 23, path, root));
        }
        REQUIRE_FALSE(verify_inclusion(leaves[(index + 1) % 23], index, 23, path, root));
        REQUIRE_FALSE(verify_inclusion(own, index, index, path, root));
        REQUIRE_FALSE(verify_inclusion(own, index, 0, path, root));
        for (std::size_t at = 0; at < path.size(); ++at) {
            path[at].bytes[at % 32] ^= 1;
            REQUIRE_FALSE(verify_inclusion(own, index, 23, path, root));
            path[at].bytes[at % 32] ^= 1;
        }
        path.push_back(own);
        REQUIRE_FALSE(verify_inclusion(own, index, 23, path, root));
        path.resize(path.size() - 2);
        REQUIRE_FALSE(verify_inclusion(own, index, 23, path, root));
    }
}
