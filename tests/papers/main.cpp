// disapa-papers FOLDER: photographs of rendered papers go through the kiosk's own code; FOLDER gets
// for each N.webp as it would travel, N.png three times as large for the reading machine, and N.txt
// with the numbers that must be read. Prints a line of figures for each.
#include <leptonica/allheaders.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "kiosk/devices/paper_picture.h"
#include "kiosk/devices/pix.h"
#include "shared/base/file.h"
#include "tests/papers/kartu.h"

namespace {

using namespace disapa;

struct Trial {
    const char* name;
    bool letter;
    papers::Shot shot;
};

constexpr Trial kTrials[] = {
    {"straight", false, {.seed = 1}},
    {"turned", false, {.seed = 2, .degrees = 3.5, .shade = 0.2}},
    {"perspective", false, {.seed = 3, .degrees = -2, .perspective = 0.10, .shade = 0.3}},
    {"shade", false, {.seed = 4, .degrees = 1, .shade = 0.55, .noise = 6}},
    {"six degrees", false, {.seed = 5, .degrees = -6, .perspective = 0.05, .fills = 0.8}},
    {"blurred", false, {.seed = 6, .degrees = 1.5, .shade = 0.25, .blur = 0.8}},
    {"noisy cloth", false, {.seed = 7, .degrees = 2, .shade = 0.2, .noise = 10, .wood = false}},
    {"phone",
     false,
     {.seed = 8,
      .width = 3264,
      .height = 2448,
      .degrees = 4,
      .perspective = 0.08,
      .shade = 0.4,
      .blur = 1.5,
      .noise = 8}},
    {"letter", true, {.seed = 9, .width = 1944, .height = 2592, .degrees = -3, .shade = 0.3}},
    {"letter far",
     true,
     {.seed = 10,
      .width = 1944,
      .height = 2592,
      .degrees = 5,
      .perspective = 0.08,
      .fills = 0.8,
      .shade = 0.4,
      .noise = 7}},
};

bool write(const std::filesystem::path& path, ByteView bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return file.good();
}

bool run(const std::filesystem::path& folder, int number, const Trial& trial) {
    const auto card = papers::make_card(trial.shot.seed);
    const auto sheet =
        trial.letter ? papers::print_letter(card, 2000) : papers::print_card(card, 2400);
    const auto photo = papers::photograph(sheet, trial.shot);
    const auto began = std::chrono::steady_clock::now();
    const auto paper = devices::paper_picture(photo);
    const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began);
    if (!paper) {
        std::printf("%-12s %s\n", trial.name, paper.error().log.c_str());
        return false;
    }
    std::printf("%-12s %4dx%-4d -> %4dx%-4d %6zu bytes, original %6zu, %s, %zu doubts, %.2f s\n",
                trial.name, photo.width, photo.height, paper->preview.width, paper->preview.height,
                paper->webp.size(), paper->original.size(),
                paper->found ? "edges found" : "no edges", paper->doubts.size(), took.count());
    const auto base = folder / std::to_string(number);
    std::ofstream numbers(base.string() + ".txt");
    numbers << card.number << '\n';
    for (const auto& nik : card.niks) numbers << nik << '\n';
    const auto pix = devices::to_pix(paper->preview);
    const devices::PixPtr large(pixScaleGrayLI(pix.get(), 3, 3));
    pixSetResolution(large.get(), 300, 300);
    return write(base.string() + ".webp", paper->webp) &&
           pixWrite((base.string() + ".png").c_str(), large.get(), IFF_PNG) == 0;
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) {
        std::fprintf(stderr, "disapa-papers FOLDER\n");
        return 2;
    }
    int number = 0;
    bool good = true;
    for (const auto& trial : kTrials) good = run(words[1], ++number, trial) && good;
    return good ? 0 : 1;
}
