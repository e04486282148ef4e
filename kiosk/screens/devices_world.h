// Tests: the machines of a counter, each there or in trouble as a test wishes. The camera sees a
// sheet with writing on a table, and whatever else a test lays there.
#pragma once

#include "kiosk/devices/camera.h"
#include "kiosk/devices/letter_printer.h"
#include "kiosk/devices/receipt_printer.h"

namespace disapa::testing {

// A bright sheet with lines of writing on a brown table.
inline devices::Image photo(int width, int height, int bright) {
    devices::Image image{width, height, 3, {}};
    const int left = width / 8, top = height / 8;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool sheet = x >= left && x < width - left && y >= top && y < height - top;
            const bool ink = sheet && x > 2 * left && x < width - 2 * left && y % 24 < 8 &&
                             (x / 3) % 4 != 0 && y > top + 40 && y < height - top - 40;
            const int value = ink ? 10 : bright;
            for (const int c : {0, 1, 2}) {
                const int table[] = {90, 60, 36};
                image.pixels.push_back(static_cast<std::uint8_t>(sheet ? value : table[c]));
            }
        }
    }
    return image;
}

class FakeCamera final : public devices::Camera {
  public:
    void start() override { running = true; }
    void stop() override { running = false; }
    Result<devices::LiveFrame> newest() override {
        if (!plugged) return fail(ErrorCode::internal, "Kamera terputus.", "unplugged");
        return devices::LiveFrame{live, ++number};
    }
    void ask_still() override { asked = true; }
    std::optional<Result<devices::Image>> take_still() override {
        if (!asked) return std::nullopt;
        asked = false;
        if (!plugged) return Result<devices::Image>(fail(ErrorCode::internal, "Putus.", "gone"));
        return Result<devices::Image>(still);
    }
    bool is_there() const override { return there; }
    std::string name() const override { return "fake"; }

    bool running = false, asked = false, plugged = true, there = true;
    std::uint64_t number = 0;
    devices::Image live = photo(640, 480, 230), still = photo(1600, 1200, 230);
};

class FakeLetters final : public devices::LetterPrinter {
  public:
    Result<std::string> send(const std::string& name, ByteView pdf) override {
        if (off) return silent();
        names.push_back(name);
        documents.emplace_back(pdf.begin(), pdf.end());
        return std::to_string(documents.size());
    }
    Result<devices::PrintProgress> look(const std::string&) override { return progress; }
    Status cancel(const std::string& job) override {
        cancelled.push_back(job);
        return {};
    }
    Status ready() override {
        if (off) return silent();
        return {};
    }
    bool has_paper() const override { return true; }

    bool off = false;
    devices::PrintProgress progress{devices::PrintStage::printing, {}, {}};
    std::vector<std::string> names, cancelled;
    std::vector<Bytes> documents;

  private:
    static tl::unexpected<Error> silent() {
        return fail(ErrorCode::network,
                    "Printer surat tidak menjawab. Nyalakan printer dan periksa kabelnya, lalu "
                    "coba lagi.",
                    "off");
    }
};

class FakeRoll final : public devices::ReceiptPrinter {
  public:
    Status print(ByteView escpos) override {
        if (paper == devices::PaperState::paper_out)
            return fail(ErrorCode::io, "Kertas struk habis.", "empty");
        receipts.emplace_back(escpos.begin(), escpos.end());
        return {};
    }
    Result<devices::PaperState> state() override { return paper; }
    int dots() const override { return 384; }

    devices::PaperState paper = devices::PaperState::ready;
    std::vector<Bytes> receipts;
};

}  // namespace disapa::testing
