#include <alsa/asoundlib.h>

#include <atomic>
#include <cstdio>

#include "kiosk/devices/speaker.h"
#include "shared/base/file.h"

namespace disapa::devices {

namespace {

constexpr unsigned kLatencyMicroseconds = 200000;
constexpr std::size_t kPieces = 10;  // a second: so soon does a stop take effect
constexpr int kFilesMax = 9999;

tl::unexpected<Error> no_card(int code) {
    return fail(ErrorCode::not_found,
                "Pengeras suara tidak ditemukan. Periksa kabelnya; kios tetap dapat dipakai tanpa "
                "suara.",
                std::string("alsa: ") + snd_strerror(code));
}

// ALSA complains on the terminal by itself; the error it returns is enough.
void be_quiet(const char*, int, const char*, int, const char*, ...) {}

class Card : public SoundOut {
  public:
    explicit Card(std::string device) : device_(std::move(device)) {}

    // Opened for each saying, so that a loudspeaker may be unplugged and come back.
    [[nodiscard]] Status play(const Sound& sound) override {
        snd_pcm_t* pcm = nullptr;
        if (const int code = open(&pcm); code < 0) {
            return no_card(code);
        }
        const int code = play_on(pcm, sound);
        (void)(stopped_ ? snd_pcm_drop(pcm) : snd_pcm_drain(pcm));
        snd_pcm_close(pcm);
        return code < 0 ? Status(no_card(code)) : Status();
    }
    void stop() override { stopped_ = true; }
    void resume() override { stopped_ = false; }

    [[nodiscard]] Status probe() {
        snd_pcm_t* pcm = nullptr;
        const int code = open(&pcm);
        if (code < 0) {
            return no_card(code);
        }
        snd_pcm_close(pcm);
        return {};
    }

  private:
    [[nodiscard]] int open(snd_pcm_t** pcm) {
        snd_lib_error_set_handler(be_quiet);
        return snd_pcm_open(pcm, device_.c_str(), SND_PCM_STREAM_PLAYBACK, 0);
    }
    [[nodiscard]] int play_on(snd_pcm_t* pcm, const Sound& sound) {
        const int code =
            snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1,
                               static_cast<unsigned>(sound.rate), 1, kLatencyMicroseconds);
        if (code < 0) {
            return code;
        }
        const std::size_t piece = static_cast<std::size_t>(sound.rate) / kPieces;
        for (std::size_t at = 0; at < sound.samples.size() && !stopped_;) {
            const std::size_t count = std::min(piece, sound.samples.size() - at);
            snd_pcm_sframes_t written = snd_pcm_writei(pcm, sound.samples.data() + at, count);
            if (written < 0) {
                const int mended = snd_pcm_recover(pcm, static_cast<int>(written), 1);
                if (mended < 0) {
                    return mended;
                }
                written = 0;
            }
            at += static_cast<std::size_t>(written);
        }
        return 0;
    }

    std::string device_;
    std::atomic<bool> stopped_ = false;
};

// One WAV file for each saying: for tests, and for machines without sound.
class Folder : public SoundOut {
  public:
    explicit Folder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    [[nodiscard]] Status play(const Sound& sound) override {
        count_ = count_ % kFilesMax + 1;
        char name[16];
        std::snprintf(name, sizeof name, "%04d.wav", count_);
        return write_wav(folder_ / name, sound);
    }
    void stop() override {}
    void resume() override {}

  private:
    std::filesystem::path folder_;
    int count_ = 0;
};

}  // namespace

Result<std::unique_ptr<Speaker>> open_speaker(const std::string& spec,
                                              const std::filesystem::path& prompts) {
    constexpr std::string_view kFile = "file:";
    if (spec.starts_with(kFile)) {
        const std::filesystem::path folder = spec.substr(kFile.size());
        if (auto made = make_private_folder(folder); !made) {
            return pass(std::move(made));
        }
        return std::make_unique<Speaker>(std::make_unique<Folder>(folder), prompts);
    }
    auto card = std::make_unique<Card>(spec.empty() || spec == "auto" ? "default" : spec);
    if (auto there = card->probe(); !there) {
        return pass(std::move(there));
    }
    return std::make_unique<Speaker>(std::move(card), prompts);
}

}  // namespace disapa::devices
