// A broken graphics driver can end the program before anything is shown, again and again. While
// the first picture is awaited a file says so: a start that finds it knows how the last one ended.
//
// One thread. Without a folder to write in nothing is known, and nothing is lost.
#pragma once

#include <filesystem>

namespace disapa::screens {

class FirstPicture {
  public:
    explicit FirstPicture(const std::filesystem::path& folder);
    ~FirstPicture() { came(); }  // an orderly end, with a sentence or without
    FirstPicture(const FirstPicture&) = delete;
    FirstPicture& operator=(const FirstPicture&) = delete;

    // The last start of this folder ended without its first picture and without a sentence.
    [[nodiscard]] bool failed_before() const { return failed_before_; }
    void came();

  private:
    std::filesystem::path mark_;
    bool failed_before_ = false;
};

}  // namespace disapa::screens
