#include "shared/log/dictionary.h"

#include <doctest/doctest.h>

#include <set>

#include "shared/base/limits.h"

using namespace disapa;

namespace {
Bytes bytes_of(std::string_view text) {
    const ByteView view = as_bytes(text);
    return {view.begin(), view.end()};
}
}  // namespace

TEST_CASE("dictionary: the shipped one has words and opens what it packed") {
    const Dictionary* shipped = shipped_dictionary(kDictionaryNow);
    REQUIRE(shipped != nullptr);
    CHECK(shipped->words().size() > 1000);
    CHECK(std::set(shipped->words().begin(), shipped->words().end()).size() ==
          shipped->words().size());
    for (std::size_t i = 0; i < shipped->words().size(); ++i) {
        CHECK(shipped->find(shipped->words()[i]) == i);
    }
    CHECK_FALSE(shipped->find("qwxyz").has_value());
    CHECK(shipped_dictionary(0) == nullptr);
    CHECK(shipped_dictionary(2) == nullptr);

    const std::string keys = "at,form,papers,salt,service,type\n";
    const Bytes frame = shipped->squeeze(as_bytes(keys));
    CHECK(frame.size() < 20);  // known to the dictionary
    CHECK(shipped->open(frame, 1000).value() == bytes_of(keys));
    Bytes noise(3000);
    for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<std::uint8_t>(i * i >> 3);
    CHECK(shipped->open(shipped->squeeze(noise), noise.size()).value() == noise);
}

TEST_CASE("dictionary: frames that are cut, long, large or of another kind are refused") {
    const Dictionary& shipped = *shipped_dictionary(kDictionaryNow);
    const Bytes text(500, 'x');
    const Bytes frame = shipped.squeeze(text);
    REQUIRE(shipped.open(frame, 500).has_value());
    CHECK(shipped.open(frame, 499).error().code == ErrorCode::limit);
    for (std::size_t size = 0; size < frame.size(); ++size) {
        CHECK_FALSE(shipped.open(ByteView(frame).first(size), 500).has_value());
    }
    Bytes longer = frame;
    longer.push_back(0);
    CHECK_FALSE(shipped.open(longer, 500).has_value());
    for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
        Bytes changed = frame;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1 << (bit % 8)));
        const auto opened = shipped.open(changed, 500);
        if (opened) CHECK(opened->size() <= 500);
    }
}

TEST_CASE("dictionary: a file that is none gives none") {
    CHECK(Dictionary::parse({}) == nullptr);
    CHECK(Dictionary::parse(as_bytes("satu\ndua")) == nullptr);
    CHECK(Dictionary::parse(as_bytes("satu\ndua\n\nnot a zstd dictionary")) == nullptr);
}
