#include "kiosk/devices/speaker.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

namespace disapa::devices {
namespace {

struct Folders {
    std::filesystem::path base =
        std::filesystem::temp_directory_path() / ("disapa-speaker-" + std::to_string(::getpid()));
    Folders() {
        std::filesystem::remove_all(base);
        std::filesystem::create_directories(base / "prompts");
    }
    ~Folders() { std::filesystem::remove_all(base); }
    [[nodiscard]] std::unique_ptr<Speaker> speaker() const {
        auto opened = open_speaker("file:" + (base / "out").string(), base / "prompts");
        REQUIRE(opened.has_value());
        return *std::move(opened);
    }
    [[nodiscard]] Sound heard(const char* name) const {
        auto sound = read_wav(base / "out" / name);
        REQUIRE_MESSAGE(sound.has_value(), name);
        return *std::move(sound);
    }
};

double seconds(const Sound& sound) {
    return static_cast<double>(sound.samples.size()) / sound.rate;
}
int loudest(const Sound& sound) {
    int most = 0;
    for (const std::int16_t sample : sound.samples) most = std::max(most, std::abs(int(sample)));
    return most;
}

TEST_CASE("a text is spoken, in both languages and not in the same way") {
    const Folders folders;
    auto speaker = folders.speaker();
    speaker->say("Pilih layanan yang Anda perlukan.", "id");
    speaker->wait();
    speaker->say("Pilih layanan yang Anda perlukan.", "en");
    speaker->wait();
    const Sound one = folders.heard("0001.wav");
    const Sound two = folders.heard("0002.wav");
    CHECK(seconds(one) > 1);
    CHECK(seconds(one) < 8);
    CHECK(loudest(one) > 2000);
    CHECK(one.samples != two.samples);
    CHECK(speaker->trouble().empty());
    CHECK_FALSE(speaker->speaking());
}

TEST_CASE("a recording goes before the voice, and a broken one gives way to it") {
    const Folders folders;
    auto speaker = folders.speaker();
    REQUIRE(write_wav(folders.base / "prompts/home.title.wav", {8000, {1000, -1000, 500}}));
    std::ofstream(folders.base / "prompts/home.note.wav") << "bukan WAV";
    speaker->set_volume(100);
    speaker->say_key("home.title", "Pilih layanan", "id");
    speaker->wait();
    CHECK(folders.heard("0001.wav").samples == std::vector<std::int16_t>{1000, -1000, 500});
    speaker->say_key("home.title", "Choose a service", "en");  // no home.title.en.wav
    speaker->wait();
    CHECK(seconds(folders.heard("0002.wav")) > 0.4);
    speaker->say_key("home.note", "Sentuh kartu", "id");
    speaker->wait();
    CHECK(seconds(folders.heard("0003.wav")) > 0.4);
    CHECK_FALSE(speaker->trouble().empty());
    speaker->say_key("../home.title", "Keluar", "id");
    speaker->wait();
    CHECK(seconds(folders.heard("0004.wav")) > 0.2);
}

TEST_CASE("the last saying is repeated until another person comes") {
    const Folders folders;
    auto speaker = folders.speaker();
    speaker->repeat();
    speaker->wait();
    CHECK_FALSE(std::filesystem::exists(folders.base / "out/0001.wav"));
    speaker->say({{"", "Satu", "id"}, {"", "Dua belas ribu rupiah", "id"}});
    speaker->wait();
    speaker->repeat();
    speaker->wait();
    // The voice breathes a little: no two sayings of a text are the same to the last sample.
    const auto near = [](double a, double b) { return std::abs(a - b) < 0.1 * b; };
    CHECK(near(seconds(folders.heard("0003.wav")), seconds(folders.heard("0001.wav"))));
    CHECK(near(seconds(folders.heard("0004.wav")), seconds(folders.heard("0002.wav"))));
    CHECK_FALSE(near(seconds(folders.heard("0004.wav")), seconds(folders.heard("0003.wav"))));
    speaker->forget();
    speaker->repeat();
    speaker->wait();
    CHECK_FALSE(std::filesystem::exists(folders.base / "out/0005.wav"));
}

TEST_CASE("volume is obeyed, and at zero nothing is said") {
    const Folders folders;
    auto speaker = folders.speaker();
    speaker->set_volume(100);
    speaker->say("Selesai", "id");
    speaker->wait();
    speaker->set_volume(25);
    speaker->say("Selesai", "id");
    speaker->wait();
    CHECK(loudest(folders.heard("0002.wav")) * 3 < loudest(folders.heard("0001.wav")));
    speaker->set_volume(-5);
    CHECK(speaker->volume() == 0);
    speaker->say("Selesai", "id");
    speaker->wait();
    CHECK_FALSE(std::filesystem::exists(folders.base / "out/0003.wav"));
}

// Plays for ever, until it is stopped.
class Endless : public SoundOut {
  public:
    explicit Endless(std::atomic<int>& plays) : plays_(plays) {}
    [[nodiscard]] Status play(const Sound&) override {
        ++plays_;
        plays_.notify_all();
        stopped_.wait(false);
        return {};
    }
    void stop() override {
        stopped_ = true;
        stopped_.notify_all();
    }
    void resume() override { stopped_ = false; }

  private:
    std::atomic<int>& plays_;
    std::atomic<bool> stopped_ = false;
};

TEST_CASE("a new saying ends the one before, and so does leaving") {
    std::atomic<int> plays = 0;
    {
        Speaker speaker(std::make_unique<Endless>(plays), {});
        speaker.say("Satu", "id");
        plays.wait(0);
        CHECK(speaker.speaking());
        speaker.say("Dua", "id");
        plays.wait(1);
        speaker.stop();
        speaker.wait();
        CHECK(plays == 2);
        speaker.say("Tiga", "id");
        plays.wait(2);
    }
    CHECK(plays == 3);
}

TEST_CASE("no sound card is a sentence, not an end") {
    const auto none = open_speaker("hw:CARD=tidak_ada", {});
    REQUIRE_FALSE(none);
    CHECK(none.error().sentence.find("Pengeras suara") == 0);
    CHECK(none.error().code == ErrorCode::not_found);
}

TEST_CASE("only WAV of 16 bits is taken") {
    const Folders folders;
    const auto file = folders.base / "a.wav";
    REQUIRE(write_wav(file, {16000, {1, 2, 3, -4}}));
    CHECK(read_wav(file)->samples == std::vector<std::int16_t>{1, 2, 3, -4});
    CHECK(read_wav(file)->rate == 16000);
    std::string bytes(44, '\0');
    std::ifstream(file, std::ios::binary).read(bytes.data(), 44);
    for (const auto& [at, value] : {std::pair{20, 3}, {22, 6}, {34, 8}, {0, 'X'}}) {
        std::string bad = bytes;
        bad[static_cast<std::size_t>(at)] = static_cast<char>(value);
        std::ofstream(file, std::ios::binary) << bad;
        CAPTURE(at);
        CHECK_FALSE(read_wav(file));
    }
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        std::ofstream(file, std::ios::binary) << bytes.substr(0, cut);
        if (const auto read = read_wav(file)) CHECK(read->samples.empty());
    }
    CHECK_FALSE(read_wav(folders.base / "none.wav"));
}

}  // namespace
}  // namespace disapa::devices
