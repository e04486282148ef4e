#include "kiosk/devices/sound.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/base/file.h"

namespace disapa::devices {

namespace {

constexpr std::size_t kFileMax = 16U << 20U;
constexpr std::size_t kHeadBytes = 12, kChunkBytes = 8, kFormatBytes = 16;
constexpr unsigned kPcm = 1;

using View = std::span<const std::uint8_t>;

void put(Bytes& bytes, std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 255U));
    }
}
void put(Bytes& bytes, std::string_view text) {
    bytes.insert(bytes.end(), text.begin(), text.end());
}

std::uint32_t get(View bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value |= static_cast<std::uint32_t>(bytes[at + i]) << (8 * i);
    }
    return value;
}
bool says(View bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at + text.size() &&
           std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

tl::unexpected<Error> no_sound(const std::filesystem::path& file, const std::string& why) {
    return fail(ErrorCode::invalid, "Rekaman suara tidak dapat dipakai. Simpan sebagai WAV 16 bit.",
                "wav " + file.filename().string() + ": " + why);
}

std::int16_t sample_at(View data, std::size_t frame, std::size_t channels) {
    int sum = 0;
    for (std::size_t i = 0; i < channels; ++i) {
        sum += static_cast<std::int16_t>(get(data, (frame * channels + i) * 2, 2));
    }
    return static_cast<std::int16_t>(sum / static_cast<int>(channels));
}

}  // namespace

void make_quieter(Sound& sound, int percent) {
    const int part = std::clamp(percent, 0, 100);
    for (std::int16_t& sample : sound.samples) {
        sample = static_cast<std::int16_t>(sample * part / 100);
    }
}

Status write_wav(const std::filesystem::path& file, const Sound& sound) {
    const auto size = static_cast<std::uint32_t>(sound.samples.size() * 2);
    const auto rate = static_cast<std::uint32_t>(sound.rate);
    Bytes bytes;
    bytes.reserve(44 + size);
    put(bytes, "RIFF");
    put(bytes, 36 + size, 4);
    put(bytes, "WAVEfmt ");
    put(bytes, kFormatBytes, 4);
    put(bytes, kPcm, 2);
    put(bytes, 1, 2);  // channels
    put(bytes, rate, 4);
    put(bytes, rate * 2, 4);  // bytes a second
    put(bytes, 2, 2);         // bytes of a frame
    put(bytes, 16, 2);        // bits of a sample
    put(bytes, "data");
    put(bytes, size, 4);
    for (const std::int16_t sample : sound.samples) {
        put(bytes, static_cast<std::uint16_t>(sample), 2);
    }
    return write_file_durably(file, bytes);
}

Result<Sound> read_wav(const std::filesystem::path& file) {
    const auto read = read_file(file, kFileMax);
    if (!read) {
        return tl::unexpected(read.error());
    }
    const View bytes(*read);
    if (bytes.size() < kHeadBytes || !says(bytes, 0, "RIFF") || !says(bytes, 8, "WAVE")) {
        return no_sound(file, "no RIFF WAVE");
    }
    Sound sound;
    std::size_t channels = 0;
    for (std::size_t at = kHeadBytes; at + kChunkBytes <= bytes.size();) {
        const std::size_t left = bytes.size() - at - kChunkBytes;
        const std::size_t size = std::min<std::size_t>(get(bytes, at + 4, 4), left);
        const View chunk = bytes.subspan(at + kChunkBytes, size);
        if (says(bytes, at, "fmt ") && size >= kFormatBytes) {
            channels = get(chunk, 2, 2);
            sound.rate = static_cast<int>(get(chunk, 4, 4));
            const bool fits = get(chunk, 0, 2) == kPcm && get(chunk, 14, 2) == 16 &&
                              channels >= 1 && channels <= 2 && sound.rate >= 8000 &&
                              sound.rate <= 48000;
            if (!fits) {
                return no_sound(file, "not PCM of 16 bits with one or two channels");
            }
        } else if (says(bytes, at, "data") && channels > 0) {
            for (std::size_t i = 0; i < size / (2 * channels); ++i) {
                sound.samples.push_back(sample_at(chunk, i, channels));
            }
            return sound;
        }
        at += kChunkBytes + size + size % 2;
    }
    return no_sound(file, "no samples");
}

}  // namespace disapa::devices
