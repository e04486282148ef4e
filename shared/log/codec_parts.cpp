#include "shared/log/codec_parts.h"

#include "shared/base/limits.h"
#include "shared/log/varint.h"

namespace disapa {

namespace {

tl::unexpected<Error> broken(ErrorCode code, std::string_view what) {
    return fail(code,
                "Data yang diterima rusak atau terpotong. Ulangi pengiriman; bila tetap gagal, "
                "hubungi petugas kecamatan.",
                "segment codec 2: " + std::string(what));
}

}  // namespace

Result<CodecParts> CodecParts::open(ByteView bytes) {
    ByteReader reader(bytes);
    std::uint64_t sizes[3] = {};
    for (std::uint64_t& size : sizes) {
        auto read = reader.varint();
        if (!read) return pass(std::move(read));
        size = *read;
    }
    const Dictionary* dictionary = shipped_dictionary(sizes[0]);
    if (dictionary == nullptr) return broken(ErrorCode::corrupt, "a dictionary not known here");
    CodecParts parts(*dictionary);
    if (sizes[1] > bytes.size() || sizes[2] > bytes.size()) {
        return broken(ErrorCode::corrupt, "cut short");
    }
    auto letters = reader.take(static_cast<std::size_t>(sizes[1]));
    if (!letters) return pass(std::move(letters));
    auto symbols = reader.take(static_cast<std::size_t>(sizes[2]));
    if (!symbols) return pass(std::move(symbols));
    if (!letters->empty()) {
        auto opened = dictionary->open(*letters, limits::kSegmentBytes);
        if (!opened) return pass(std::move(opened));
        if (opened->empty()) return broken(ErrorCode::corrupt, "a frame of nothing");
        parts.letters_ = std::move(*opened);
    }
    parts.coder = RangeCoder(*symbols);
    parts.raw_rest_ = reader.rest();
    return parts;
}

std::string_view CodecParts::line(std::string_view text) {
    if (is_writing()) {
        append(letters_, as_bytes(text));
        letters_.push_back('\n');
        return text;
    }
    const std::string_view rest = as_text(letters_).substr(letters_at_);
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        coder.fail();
        return {};
    }
    letters_at_ += end + 1;
    return rest.substr(0, end);
}

ByteView CodecParts::block(ByteView bytes, std::size_t size) {
    if (is_writing()) {
        append(letters_, bytes);
        return bytes;
    }
    ByteView rest = ByteView(letters_).subspan(letters_at_);
    const ByteView made = cut(rest, size);
    letters_at_ = letters_.size() - rest.size();
    return made;
}

ByteView CodecParts::raw(ByteView bytes, std::size_t size) {
    if (!is_writing()) return cut(raw_rest_, size);
    append(raw_, bytes);
    return bytes;
}

ByteView CodecParts::cut(ByteView& rest, std::size_t size) {
    if (size > rest.size()) {
        coder.fail();
        return {};
    }
    const ByteView made = rest.first(size);
    rest = rest.subspan(size);
    return made;
}

Result<Bytes> CodecParts::finish() {
    const Bytes letters = letters_.empty() ? Bytes{} : dictionary_->squeeze(letters_);
    if (letters.empty() != letters_.empty() || letters_.size() > limits::kSegmentBytes) {
        return broken(ErrorCode::limit, "letters");
    }
    const Bytes symbols = coder.finish();
    Bytes made;
    put_varint(made, kDictionaryNow);
    put_varint(made, letters.size());
    put_varint(made, symbols.size());
    append(made, letters);
    append(made, symbols);
    append(made, raw_);
    return made;
}

bool CodecParts::is_at_end() const {
    return letters_at_ == letters_.size() && raw_rest_.empty() && coder.is_at_end();
}

}  // namespace disapa
