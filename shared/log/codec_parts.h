// The three parts of a segment in codec 2, written or read: symbols (range coder), letters (zstd
// with the dictionary) and raw bytes. Random bytes stand apart, where nothing tries to make them
// smaller.
#pragma once

#include "shared/log/dictionary.h"
#include "shared/log/range_coder.h"

namespace disapa {

// Every call takes the value in writing, ignores it in reading, and returns it. In reading, what is
// missing gives empty values and sets coder.failed().
class CodecParts {
  public:
    explicit CodecParts(const Dictionary& dictionary) : dictionary_(&dictionary) {}  // writes
    // Reads what finish() gave. `bytes` must outlive the result.
    [[nodiscard]] static Result<CodecParts> open(ByteView bytes);

    [[nodiscard]] bool is_writing() const { return coder.is_writing(); }
    [[nodiscard]] bool failed() const { return coder.failed(); }
    [[nodiscard]] const Dictionary& dictionary() const { return *dictionary_; }

    [[nodiscard]] std::string_view line(std::string_view text);  // without line ends
    [[nodiscard]] ByteView block(ByteView bytes,
                                 std::size_t size);  // of any bytes, among the letters
    [[nodiscard]] ByteView raw(ByteView bytes, std::size_t size);
    template <class F>
    [[nodiscard]] F raw(const F& value) {
        const ByteView bytes = raw(value.view(), F::kSize);
        return bytes.size() == F::kSize ? *F::from(bytes) : F{};
    }

    // Varints: the dictionary, sizes of letters and symbols; then letters, symbols, raw bytes. An
    // error (limit) where the letters cannot be packed.
    [[nodiscard]] Result<Bytes> finish();
    [[nodiscard]] bool is_at_end() const;  // reading: all three used up

    RangeCoder coder;

  private:
    [[nodiscard]] ByteView cut(ByteView& rest, std::size_t size);

    const Dictionary* dictionary_;
    Bytes letters_;
    Bytes raw_;
    std::size_t letters_at_ = 0;
    ByteView raw_rest_;
};

}  // namespace disapa
