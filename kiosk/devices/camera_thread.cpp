#include "kiosk/devices/camera_thread.h"

namespace disapa::devices {

CameraThread::CameraThread(std::unique_ptr<CameraSource> source, CameraPace pace)
    : source_(std::move(source)), pace_(pace) {}

CameraThread::~CameraThread() {
    {
        const std::scoped_lock lock(mutex_);
        ending_ = true;
        running_ = false;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void CameraThread::start() {
    {
        const std::scoped_lock lock(mutex_);
        if (running_) return;
        running_ = true;
        // What was seen before belongs to somebody else.
        frame_ = {};
        trouble_.reset();
        still_.reset();
        still_asked_ = false;
    }
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
    changed_.notify_all();
}

void CameraThread::stop() {
    {
        const std::scoped_lock lock(mutex_);
        running_ = false;
        frame_ = {};
        still_.reset();
        still_asked_ = false;
    }
    changed_.notify_all();
}

Result<LiveFrame> CameraThread::newest() {
    const std::scoped_lock lock(mutex_);
    if (trouble_) return tl::unexpected<Error>(*trouble_);
    return frame_;
}

void CameraThread::ask_still() {
    {
        const std::scoped_lock lock(mutex_);
        still_asked_ = true;
        still_.reset();
    }
    changed_.notify_all();
}

std::optional<Result<Image>> CameraThread::take_still() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(still_, std::nullopt);
}

void CameraThread::lost(Error error) {
    source_->close();
    open_ = false;
    const std::scoped_lock lock(mutex_);
    if (!running_) return;
    if (still_asked_) still_ = tl::unexpected<Error>(error);
    still_asked_ = false;
    trouble_ = std::move(error);
}

void CameraThread::rest(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [this] { return !running_ || still_asked_; });
}

void CameraThread::take(Result<Image> picture) {
    if (!picture) return lost(std::move(picture).error());
    if (picture->is_empty()) {
        if (++empty_ < pace_.empty_max) return;
        return lost({ErrorCode::internal,
                     "Kamera tidak mengirim gambar. Cabut kabelnya, lalu pasang lagi.",
                     "the camera sends no pictures"});
    }
    empty_ = 0;
    {
        const std::scoped_lock lock(mutex_);
        if (!running_) return;
        trouble_.reset();
        frame_.image = std::move(*picture);
        ++frame_.number;
    }
    rest(pace_.frame);
}

void CameraThread::look() {
    if (!open_) {
        if (auto opened = source_->open(); !opened) {
            lost(std::move(opened).error());
            return rest(pace_.retry);
        }
        open_ = true;
        empty_ = 0;
    }
    bool still = false;
    {
        const std::scoped_lock lock(mutex_);
        still = still_asked_;
    }
    if (!still) return take(source_->next());
    auto picture = source_->still();
    if (!picture) return lost(std::move(picture).error());
    const std::scoped_lock lock(mutex_);
    if (still_asked_) still_ = std::move(picture);
    still_asked_ = false;
}

void CameraThread::work() {
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            if (!running_ && open_) {
                lock.unlock();
                source_->close();
                open_ = false;
                continue;
            }
            changed_.wait(lock, [this] { return running_ || ending_; });
            if (ending_) break;
        }
        look();
    }
    if (open_) source_->close();
}

}  // namespace disapa::devices
