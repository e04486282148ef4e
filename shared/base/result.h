// How every call in Disapa says that it failed: by value.
//
// `Result<T>` is a value or an `Error`. Exceptions are left for "cannot happen" (out of memory) and
// for libraries that throw; they are caught where the library is called, and once in main().
// Assertions guard logic; they are never used on input.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace disapa {

// What the program branches on. Each code has one meaning; the sentence tells the person the rest.
enum class ErrorCode {
    invalid,        // the input breaks a rule; the sentence says which and what to do
    not_found,      // no such case, service, key, file
    refused,        // rights, state or order forbid it
    conflict,       // somebody else was first (hub answers 409)
    throttled,      // too many tries; the sentence says how long to wait
    unauthentic,    // a signature, tag or hash does not hold
    io,             // disk, device or file trouble
    network,        // no link, no name, no answer
    portal,         // something answered that is not the hub
    corrupt,        // stored data contradicts itself
    limit,          // a limit of shared/base/limits.h was passed
    internal,       // a library failed in a way that has no better name
};

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string sentence;  // Indonesian, for the person: what happened and what to do. No personal data.
    std::string log;       // English, for the log and for DISAPA_LANG=en. No personal data, no secret.
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string sentence,
                                                std::string log) {
    return tl::unexpected<Error>(Error{code, std::move(sentence), std::move(log)});
}

// Hands an error on unchanged from a function with another value type.
template <class T>
[[nodiscard]] tl::unexpected<Error> pass(Result<T>&& failed) {
    return tl::unexpected<Error>(std::move(failed).error());
}

}  // namespace disapa
