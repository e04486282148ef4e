#include "kiosk/devices/camera.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "kiosk/devices/camera_thread.h"
#include "kiosk/devices/folder_camera.h"

using namespace disapa;
using namespace std::chrono_literals;
using devices::Image;

namespace {

class Folder {
  public:
    Folder() {
        path = std::filesystem::temp_directory_path() /
               ("disapa-camera-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
        std::filesystem::create_directories(path);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path); }
    void put(const std::string& name, int width) const {
        const Image image{width, 40, 1, Bytes(static_cast<std::size_t>(width) * 40, 200)};
        const auto webp = devices::encode_webp(image, 50).value();
        std::ofstream(path / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(webp.data()),
                   static_cast<std::streamsize>(webp.size()));
    }
    std::filesystem::path path;
};

// Does what the test says; pictures are as wide as they are many.
class ScriptedSource : public devices::CameraSource {
  public:
    struct Script {
        std::atomic<bool> there{true};
        std::atomic<int> opened{0}, closed{0};
    };
    explicit ScriptedSource(Script& script) : script_(script) {}
    Status open() override {
        if (!script_.there) return fail(ErrorCode::not_found, "Tidak ada kamera.", "gone");
        ++script_.opened;
        return {};
    }
    void close() override { ++script_.closed; }
    Result<Image> next() override {
        if (!script_.there) return fail(ErrorCode::internal, "Kamera terputus.", "unplugged");
        ++count_;
        return Image{count_, 1, 1, Bytes(static_cast<std::size_t>(count_), 1)};
    }
    Result<Image> still() override {
        if (!script_.there) return fail(ErrorCode::internal, "Kamera terputus.", "unplugged");
        return Image{4000, 1, 1, Bytes(4000, 1)};
    }
    bool is_there() const override { return script_.there; }
    std::string name() const override { return "scripted"; }

  private:
    Script& script_;
    int count_ = 0;
};

// The camera has its own thread: asks again until it is so. The limit is for a test that fails.
template <class Condition>
bool soon(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (std::chrono::steady_clock::now() < end) {
        if (condition()) return true;
        std::this_thread::sleep_for(2ms);
    }
    return false;
}

constexpr devices::CameraPace kFast{1ms, 2ms, 5};

}  // namespace

TEST_CASE("a folder of pictures is a camera: one after the other, still by still") {
    const Folder folder;
    folder.put("a.webp", 50);
    folder.put("b.webp", 60);
    auto opened = devices::open_camera(folder.path.string());
    REQUIRE(opened.has_value());
    auto& camera = **opened;
    CHECK(camera.is_there());
    CHECK(camera.newest()->number == 0);
    camera.start();
    REQUIRE(soon([&] { return camera.newest().has_value() && camera.newest()->number > 0; }));
    CHECK(camera.newest()->image.width == 50);
    CHECK_FALSE(camera.take_still().has_value());
    for (const int width : {50, 60, 50}) {
        camera.ask_still();
        std::optional<Result<Image>> still;
        REQUIRE(soon([&] { return (still = camera.take_still()).has_value(); }));
        REQUIRE(still->has_value());
        CHECK((*still)->width == width);
    }
    camera.stop();
    CHECK(camera.newest()->number == 0);  // nothing of it stays for the next person
}

TEST_CASE("words that name no camera") {
    CHECK(devices::open_camera("none").value() == nullptr);
    CHECK(devices::open_camera("auto").value() != nullptr);
    CHECK(devices::open_camera("/dev/video77").value()->is_there() == false);
    CHECK_FALSE(devices::open_camera("/there/is/no/such/folder").has_value());
    CHECK_FALSE(devices::open_camera("webcam").has_value());
}

TEST_CASE("a device that is not there is said, and the picture comes when it is plugged in") {
    ScriptedSource::Script script;
    script.there = false;
    devices::CameraThread camera(std::make_unique<ScriptedSource>(script), kFast);
    camera.start();
    REQUIRE(soon([&] { return !camera.newest().has_value(); }));
    CHECK(camera.newest().error().sentence == "Tidak ada kamera.");
    script.there = true;
    REQUIRE(soon([&] { return camera.newest().has_value() && camera.newest()->number > 0; }));
}

TEST_CASE("pulled out while it runs: an error, then pictures again") {
    ScriptedSource::Script script;
    devices::CameraThread camera(std::make_unique<ScriptedSource>(script), kFast);
    camera.start();
    REQUIRE(soon([&] { return camera.newest().has_value() && camera.newest()->number > 0; }));
    script.there = false;
    REQUIRE(soon([&] { return !camera.newest().has_value(); }));
    camera.ask_still();
    std::optional<Result<Image>> still;
    REQUIRE(soon([&] { return (still = camera.take_still()).has_value(); }));
    CHECK_FALSE(still->has_value());
    script.there = true;
    REQUIRE(soon([&] { return camera.newest().has_value() && camera.newest()->number > 0; }));
    CHECK(script.opened >= 2);
}

TEST_CASE("stopping closes the device, starting opens it again") {
    ScriptedSource::Script script;
    devices::CameraThread camera(std::make_unique<ScriptedSource>(script), kFast);
    camera.start();
    camera.start();
    REQUIRE(soon([&] { return camera.newest()->number > 0; }));
    camera.stop();
    REQUIRE(soon([&] { return script.closed == 1; }));
    camera.start();
    REQUIRE(soon([&] { return camera.newest()->number > 0; }));
    CHECK(script.opened == 2);
}
