#include "kiosk/devices/speaker.h"

#include <algorithm>
#include <utility>

#include "kiosk/devices/voice.h"

namespace disapa::devices {

struct Speaker::Inside {
    std::unique_ptr<Voice> voice;  // opened by the first text without a recording
};

namespace {

// Keys become names of files: nothing else may.
bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= 64 && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

}  // namespace

Speaker::Speaker(std::unique_ptr<SoundOut> out, std::filesystem::path prompts)
    : out_(std::move(out)),
      prompts_(std::move(prompts)),
      inside_(std::make_unique<Inside>()),
      thread_([this] { work(); }) {}

Speaker::~Speaker() {
    {
        const std::scoped_lock lock(mutex_);
        ending_ = true;
        waiting_.clear();
        out_->stop();
    }
    changed_.notify_all();
    thread_.join();
}

void Speaker::say(std::string_view text, std::string_view language) {
    say_key({}, text, language);
}

void Speaker::say_key(std::string_view key, std::string_view text, std::string_view language) {
    say({{std::string(key), std::string(text), std::string(language)}});
}

void Speaker::say(std::vector<Phrase> phrases) {
    {
        const std::scoped_lock lock(mutex_);
        last_ = phrases;
    }
    begin(std::move(phrases));
}

void Speaker::repeat() {
    begin(last_);
}

void Speaker::begin(std::vector<Phrase> phrases) {
    {
        const std::scoped_lock lock(mutex_);
        out_->stop();
        waiting_ = std::move(phrases);
        if (volume_ == 0) {
            waiting_.clear();
        }
    }
    changed_.notify_all();
}

void Speaker::stop() {
    begin({});
}

void Speaker::forget() {
    stop();
    const std::scoped_lock lock(mutex_);
    last_.clear();
}

void Speaker::set_volume(int percent) {
    const std::scoped_lock lock(mutex_);
    volume_ = std::clamp(percent, 0, 100);
    if (volume_ == 0) {
        waiting_.clear();
        out_->stop();
    }
}

int Speaker::volume() const {
    const std::scoped_lock lock(mutex_);
    return volume_;
}

bool Speaker::speaking() const {
    const std::scoped_lock lock(mutex_);
    return busy_ || !waiting_.empty();
}

std::string Speaker::trouble() const {
    const std::scoped_lock lock(mutex_);
    return trouble_;
}

void Speaker::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !busy_ && waiting_.empty(); });
}

Result<Sound> Speaker::sound_of(const Phrase& phrase) {
    if (!prompts_.empty() && is_key(phrase.key)) {
        const std::string tail = phrase.language == "id" ? ".wav" : "." + phrase.language + ".wav";
        const auto file = prompts_ / (phrase.key + tail);
        std::error_code ignored;  // cannot be looked at: as if it were not there
        if (std::filesystem::exists(file, ignored)) {
            if (auto sound = read_wav(file)) {
                return sound;
            } else {
                const std::scoped_lock lock(mutex_);
                trouble_ = sound.error().log;
            }
        }
    }
    if (inside_->voice == nullptr) {
        auto voice = Voice::open();
        if (!voice) {
            return pass(std::move(voice));
        }
        inside_->voice = *std::move(voice);
    }
    return inside_->voice->speak(phrase.text, phrase.language);
}

void Speaker::work() {
    for (;;) {
        Phrase phrase;
        int volume = 0;
        {
            std::unique_lock lock(mutex_);
            busy_ = false;
            changed_.notify_all();
            changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (ending_) {
                return;
            }
            phrase = std::move(waiting_.front());
            waiting_.erase(waiting_.begin());
            busy_ = true;
            volume = volume_;
            out_->resume();  // under the lock: a stop that comes now is meant for this phrase
        }
        auto sound = sound_of(phrase);
        Status played;
        if (sound) {
            make_quieter(*sound, volume);
            played = out_->play(*sound);
        }
        const std::scoped_lock lock(mutex_);
        if (!sound) {
            trouble_ = sound.error().log;
        } else if (!played) {
            trouble_ = played.error().log;
        }
    }
}

}  // namespace disapa::devices
