#include "shared/log/dictionary.h"

#include <zstd.h>

#include <algorithm>

#include "shared/base/limits.h"

// The file itself, at its place in the program.
asm(".section .rodata\n"
    ".global disapa_dictionary_1\n"
    ".global disapa_dictionary_1_end\n"
    "disapa_dictionary_1:\n"
    ".incbin \"" DISAPA_DICTIONARY_1
    "\"\n"
    "disapa_dictionary_1_end:\n"
    ".byte 0\n"
    ".previous\n");
extern "C" const unsigned char disapa_dictionary_1[];
extern "C" const unsigned char disapa_dictionary_1_end[];

namespace disapa {

namespace {

constexpr int kLevel = 19;
constexpr std::size_t kWordsMax = 1 << 14;
constexpr std::uint8_t kMagic[] = {0x28, 0xB5, 0x2F, 0xFD};

tl::unexpected<Error> refuse(ErrorCode code, std::string_view why) {
    return fail(code,
                "Data yang diterima rusak atau terlalu besar. Ulangi pengiriman; bila tetap gagal, "
                "hubungi petugas kecamatan.",
                "letters: " + std::string(why));
}

}  // namespace

struct Dictionary::Tables {
    std::unique_ptr<ZSTD_CDict, decltype(&ZSTD_freeCDict)> writing{nullptr, &ZSTD_freeCDict};
    std::unique_ptr<ZSTD_DDict, decltype(&ZSTD_freeDDict)> reading{nullptr, &ZSTD_freeDDict};
};

Dictionary::~Dictionary() = default;

std::unique_ptr<const Dictionary> Dictionary::parse(ByteView file) {
    std::unique_ptr<Dictionary> made(new Dictionary);
    std::string_view text = as_text(file);
    for (;;) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos || made->words_.size() > kWordsMax) return nullptr;
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(end + 1);
        if (word.empty()) break;
        made->index_.emplace(word, made->words_.size());
        made->words_.push_back(word);
    }
    made->tables_ = std::make_unique<Tables>();
    made->tables_->writing.reset(ZSTD_createCDict(text.data(), text.size(), kLevel));
    made->tables_->reading.reset(ZSTD_createDDict(text.data(), text.size()));
    if (!made->tables_->writing || !made->tables_->reading) return nullptr;
    if (ZSTD_getDictID_fromDDict(made->tables_->reading.get()) == 0) return nullptr;
    return made;
}

std::optional<std::size_t> Dictionary::find(std::string_view word) const {
    const auto found = index_.find(word);
    if (found == index_.end()) return std::nullopt;
    return found->second;
}

Bytes Dictionary::squeeze(ByteView letters) const {
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                       &ZSTD_freeCCtx);
    if (!context) return {};
    Bytes frame(ZSTD_compressBound(letters.size()));
    // The segment names the dictionary.
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 1);
    ZSTD_CCtx_refCDict(context.get(), tables_->writing.get());
    const std::size_t size =
        ZSTD_compress2(context.get(), frame.data(), frame.size(), letters.data(), letters.size());
    if (ZSTD_isError(size) != 0 || size < sizeof kMagic) return {};
    return Bytes(frame.begin() + sizeof kMagic, frame.begin() + static_cast<std::ptrdiff_t>(size));
}

Result<Bytes> Dictionary::open(ByteView frame, std::size_t max) const {
    Bytes whole(std::begin(kMagic), std::end(kMagic));
    append(whole, frame);
    const unsigned long long content = ZSTD_getFrameContentSize(whole.data(), whole.size());
    if (content == ZSTD_CONTENTSIZE_ERROR || content == ZSTD_CONTENTSIZE_UNKNOWN) {
        return refuse(ErrorCode::corrupt, "not a frame that says its size");
    }
    if (content > max) return refuse(ErrorCode::limit, "opens above the limit");
    // A frame in one segment: its window is its content, so `max` bounds both.
    constexpr std::uint8_t kSingleSegment = 0b100000;
    constexpr std::uint8_t kNamesDictionary = 0b11;
    if ((whole[4] & kSingleSegment) == 0 || (whole[4] & kNamesDictionary) != 0) {
        return refuse(ErrorCode::corrupt, "another kind of frame");
    }
    if (ZSTD_findFrameCompressedSize(whole.data(), whole.size()) != whole.size()) {
        return refuse(ErrorCode::corrupt, "cut short, or bytes after the frame");
    }
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                       &ZSTD_freeDCtx);
    if (!context) return refuse(ErrorCode::internal, "no context");
    Bytes letters(static_cast<std::size_t>(content));
    const std::size_t size =
        ZSTD_decompress_usingDDict(context.get(), letters.data(), letters.size(), whole.data(),
                                   whole.size(), tables_->reading.get());
    if (ZSTD_isError(size) != 0 || size != letters.size()) {
        return refuse(ErrorCode::corrupt, "does not open");
    }
    return letters;
}

const Dictionary* shipped_dictionary(std::uint64_t id) {
    if (id != 1) return nullptr;
    static const std::unique_ptr<const Dictionary> kFirst =
        Dictionary::parse({disapa_dictionary_1, static_cast<std::size_t>(disapa_dictionary_1_end -
                                                                         disapa_dictionary_1)});
    return kFirst.get();
}

}  // namespace disapa
