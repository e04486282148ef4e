// Sound as numbers, and WAV files of it: 16 bits, one channel. Values; used from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "shared/base/result.h"

namespace disapa::devices {

struct Sound {
    int rate = 22050;  // samples a second
    std::vector<std::int16_t> samples;
};

// Quieter, 0 to 100 percent.
void make_quieter(Sound& sound, int percent);

// Writes beside the file and renames, so that nobody reads half of it.
[[nodiscard]] Status write_wav(const std::filesystem::path& file, const Sound& sound);
// PCM of 16 bits, one or two channels (mixed into one), up to 16 MB. Anything else is refused with
// a sentence that says what a prompt has to be.
[[nodiscard]] Result<Sound> read_wav(const std::filesystem::path& file);

}  // namespace disapa::devices
