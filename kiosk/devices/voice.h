// The synthetic voice: espeak-ng, offline, in Indonesian and English.
//
// espeak-ng keeps its state in the process: one Voice at a time, used from one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kiosk/devices/sound.h"

namespace disapa::devices {

class Voice {
  public:
    // Fails with a sentence where the package espeak-ng-data is missing.
    [[nodiscard]] static Result<std::unique_ptr<Voice>> open();
    Voice(const Voice&) = delete;
    Voice& operator=(const Voice&) = delete;
    ~Voice();

    // About 4 ms of work for a second of speech. At most 2,000 bytes of text are said.
    [[nodiscard]] Result<Sound> speak(std::string_view text, const std::string& language);

  private:
    explicit Voice(int rate) : rate_(rate) {}
    int rate_;
    std::string language_;
};

}  // namespace disapa::devices
