// The kiosk's loudspeaker: says a page and a field aloud, from a recording where there is one, else
// by a synthetic voice. Without a sound card the kiosk goes on, silent.
//
// Works on a thread of its own: every call returns at once, a new saying ends the one before. What
// is said may be personal ("the NIK you typed"): nothing of it is logged, and forget() wipes it.
// Calls come from one thread (the window's).
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "kiosk/devices/sound.h"

namespace disapa::devices {

// Where sound goes. `play` blocks until all is heard, or `stop` was called from another thread.
class SoundOut {
  public:
    virtual ~SoundOut() = default;
    [[nodiscard]] virtual Status play(const Sound& sound) = 0;
    virtual void stop() = 0;
    virtual void resume() = 0;  // before the next play
};

struct Phrase {
    std::string key = {};   // recordings: KEY.wav ("home.title.wav"), in English KEY.en.wav
    std::string text = {};  // said where there is no recording
    std::string language = "id";
};

class Speaker {
  public:
    // `prompts` may be empty or a folder that is not there.
    Speaker(std::unique_ptr<SoundOut> out, std::filesystem::path prompts);
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;
    ~Speaker();  // what is being said ends at once

    void say(std::string_view text, std::string_view language);
    void say_key(std::string_view key, std::string_view text, std::string_view language);
    void say(std::vector<Phrase> phrases);  // one after the other
    void repeat();                          // what was said last, from its beginning
    void stop();
    void forget();                 // stops, and the last saying is gone: another person comes
    void set_volume(int percent);  // 0 to 100; 0 says nothing
    [[nodiscard]] int volume() const;
    [[nodiscard]] bool speaking() const;
    // English words for the log about the last trouble (card unplugged, no voice); empty: none.
    [[nodiscard]] std::string trouble() const;
    void wait();  // tests and sub-commands: until all is said

  private:
    void begin(std::vector<Phrase> phrases);
    void work();
    [[nodiscard]] Result<Sound> sound_of(const Phrase& phrase);
    struct Inside;  // the voice belongs to the thread

    std::unique_ptr<SoundOut> out_;
    std::filesystem::path prompts_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Phrase> waiting_, last_;
    bool busy_ = false, ending_ = false;
    int volume_ = 70;
    std::string trouble_;
    std::unique_ptr<Inside> inside_;
    std::thread thread_;  // last: it starts when all the rest is there
};

// `spec`: "auto" (the default sound card), an ALSA device ("plughw:1,0"), or "file:FOLDER", which
// gets every saying as 0001.wav, 0002.wav. Fails with a sentence where there is no sound card.
[[nodiscard]] Result<std::unique_ptr<Speaker>> open_speaker(const std::string& spec,
                                                            const std::filesystem::path& prompts);

}  // namespace disapa::devices
