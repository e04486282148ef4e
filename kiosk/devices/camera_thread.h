// A camera's thread: asks a source for one picture after the other, and opens it again when it
// fails.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "kiosk/devices/camera.h"

namespace disapa::devices {

// What takes the pictures. All but `is_there` and `name` is called by one thread.
class CameraSource {
  public:
    CameraSource() = default;
    CameraSource(const CameraSource&) = delete;
    CameraSource& operator=(const CameraSource&) = delete;
    virtual ~CameraSource() = default;

    [[nodiscard]] virtual Status open() = 0;
    virtual void close() = 0;
    // Waits a tenth of a second at most; an empty picture: none yet. An error: it was lost.
    [[nodiscard]] virtual Result<Image> next() = 0;
    [[nodiscard]] virtual Result<Image> still() = 0;
    [[nodiscard]] virtual bool is_there() const = 0;
    [[nodiscard]] virtual std::string name() const = 0;
};

struct CameraPace {
    std::chrono::milliseconds frame{100};   // the shortest time between two pictures shown
    std::chrono::milliseconds retry{1000};  // before a lost camera is opened again
    int empty_max = 50;                     // tries without a picture, then it counts as lost
};

class CameraThread : public Camera {
  public:
    explicit CameraThread(std::unique_ptr<CameraSource> source, CameraPace pace = {});
    ~CameraThread() override;

    void start() override;
    void stop() override;
    [[nodiscard]] Result<LiveFrame> newest() override;
    void ask_still() override;
    [[nodiscard]] std::optional<Result<Image>> take_still() override;
    [[nodiscard]] bool is_there() const override { return source_->is_there(); }
    [[nodiscard]] std::string name() const override { return source_->name(); }

  private:
    void work();
    void look();  // one turn of a camera that is open
    void take(Result<Image> picture);
    void lost(Error error);
    void rest(std::chrono::milliseconds time);

    std::unique_ptr<CameraSource> source_;
    CameraPace pace_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool running_ = false, ending_ = false, still_asked_ = false;
    LiveFrame frame_;
    std::optional<Error> trouble_;
    std::optional<Result<Image>> still_;
    bool open_ = false;  // the thread's own, as is the next
    int empty_ = 0;
    std::thread thread_;
};

}  // namespace disapa::devices
