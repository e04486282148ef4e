#include "kiosk/devices/voice.h"

#include <espeak-ng/speak_lib.h>

#include "kiosk/devices/pronounce.h"

namespace disapa::devices {

namespace {

constexpr std::size_t kTextMax = 2000;
constexpr int kWordsPerMinute =
    140;  // the default of 175 is too fast for who listens the first time
constexpr int kPitch = 45;

int take_samples(short* samples, int count, espeak_EVENT* events) {
    if (samples != nullptr && count > 0) {
        auto& sound = *static_cast<Sound*>(events->user_data);
        sound.samples.insert(sound.samples.end(), samples, samples + count);
    }
    return 0;
}

tl::unexpected<Error> no_voice(const char* why) {
    return fail(ErrorCode::not_found,
                "Suara tidak dapat dibuat. Minta pengelola memasang paket espeak-ng-data.",
                std::string("espeak-ng: ") + why);
}

std::string shortened(std::string_view text) {
    if (text.size() > kTextMax) {
        text = text.substr(0, text.rfind(' ', kTextMax));
    }
    return std::string(text.substr(0, kTextMax));
}

}  // namespace

Result<std::unique_ptr<Voice>> Voice::open() {
    const int rate =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0) {
        return no_voice("no data");
    }
    espeak_SetSynthCallback(take_samples);
    espeak_SetParameter(espeakRATE, kWordsPerMinute, 0);
    espeak_SetParameter(espeakPITCH, kPitch, 0);
    return std::unique_ptr<Voice>(new Voice(rate));
}

// Not espeak_Terminate: after it, 1.51 hangs in the next espeak_Initialize. What a new Voice finds
// is initialised once more, which it allows.
Voice::~Voice() = default;

Result<Sound> Voice::speak(std::string_view text, const std::string& language) {
    if (language != language_) {
        if (espeak_SetVoiceByName(language.c_str()) != EE_OK) {
            return no_voice("no such language");
        }
        language_ = language;
    }
    const std::string said = shortened(pronounceable(text, language));
    Sound sound{rate_, {}};
    const auto done = espeak_Synth(said.c_str(), said.size() + 1, 0, POS_CHARACTER, 0,
                                   espeakCHARS_UTF8, nullptr, &sound);
    if (done != EE_OK) {
        return no_voice("synthesis failed");
    }
    return sound;
}

}  // namespace disapa::devices
