// The evidence of a case as one JSON file: what anybody needs to check it without Disapa.
//
//   {"acts":[{"digest","feed","index","jws"|null,"payload","proof":[...],"root","size","head"}],
//    "case","code","keys":{"keys":[JWK...]},"roster":[compact JWS...]}
//
// payload and digests are base64url; `jws` is a person's act; `proof` is the RFC 6962 inclusion
// proof of the act's leaf in the tree of `size` and `root`; `head` is the node's compact JWS over
// that tree.
#pragma once

#include "shared/store/node.h"

namespace disapa {

[[nodiscard]] Result<std::string> evidence_of(Node& node, const Book& book, const Case& of);

}  // namespace disapa
