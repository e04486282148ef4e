// Tests: one page in every language, size of text, screen and theme. Every page of the kiosk is
// walked to in looks_test.cpp; add a new page to one of its walks.
#pragma once

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "kiosk/screens/screens_world.h"
#include "kiosk/ui/indonesian_world.h"

namespace disapa::testing {

class Looks {
  public:
    explicit Looks(World& world)
        : world_(world), english_(ui::Words::load(kAssets / "words" / "en.json").value()) {}

    // The page that is shown now. Leaves everything as it was.
    void check(const std::string& page) {
        auto& harness = *world_.harness;
        const auto before = harness.ui().screen();
        for (int size = 0; size < 3; ++size) {
            for (const auto& [width, height] : kScreens) {
                harness.ui().set_text_size(size);
                harness.resize(width, height);
                for (const bool english : {false, true}) {
                    harness.ui().use_words(english ? english_ : world_.words);
                    settle();
                    look({page, english, size, width, height});
                }
            }
        }
        harness.ui().use_words(world_.words);
        harness.ui().set_text_size(0);
        harness.resize(static_cast<int>(before.w), static_cast<int>(before.h));
        look_strong(page);
    }

  private:
    struct Look {
        std::string page;
        bool english;
        int size, width, height;
    };
    using Names = std::vector<std::string>;
    static constexpr std::array<std::pair<int, int>, 3> kScreens = {
        {{1280, 800}, {800, 1280}, {1920, 1080}}};

    // A person's own words: names, places, titles, numbers, what the letter is for.
    static constexpr std::string_view kOwn[] = {kName,
                                                "ADA NGAU",
                                                "UMAQ DIAN",
                                                "LUNG BILUNG",
                                                "TABANG",
                                                "Jalan Poros Tabang",
                                                "Jalan Poros Hulu, Dusun Lepo",
                                                "Dusun Lepo RT 003",
                                                "Bankaltimtara Tabang",
                                                "keringanan biaya sekolah",
                                                "mengajukan KUR",
                                                "Warung Lung",
                                                "warung sembako",
                                                "Rp750.000",
                                                "Rp15.000.000",
                                                "Kecamatan Tabang, Kabupaten Kutai Kartanegara",
                                                "Kepala Urusan Umum",
                                                "Kepala Desa Umaq Dian",
                                                "Posyandu Umaq Dian",
                                                "Nama, Jabatan",
                                                "by Nama",
                                                "penduduk.csv, berkas",
                                                "kosong.csv, berkas",
                                                "column nama",
                                                "6402121205150003, anak",
                                                "6402121205150003 \u2022 anak"};
    static bool is_own(std::string_view text) {
        return std::ranges::any_of(kOwn,
                                   [&](std::string_view own) { return text.starts_with(own); });
    }
    static std::string without_own(std::string text) {
        for (const auto own : kOwn) {
            for (auto at = text.find(own); at != text.npos; at = text.find(own, at))
                text.erase(at, own.size());
        }
        return text;
    }
    void settle() {
        for (int i = 0; i < 8; ++i) {
            world_.harness->step();
            if (i > 0 && world_.harness->ui().settled()) return;
        }
    }
    static std::string join(const Names& names) {
        std::string all;
        for (const auto& name : names) all += "\n      " + name;
        return all;
    }
    void look(const Look& at) {
        auto& harness = *world_.harness;
        std::ostringstream where;
        where << at.page << (at.english ? " en " : " id ") << at.size << " " << at.width << "x"
              << at.height << ": ";
        const auto empty = [&](const char* what, const Names& names) {
            CHECK_MESSAGE(names.empty(), (where.str() + what + join(names)));
        };
        empty("small targets", harness.small_targets());
        empty("outside the screen", harness.outside_screen());
        empty("cut texts", harness.cut_texts());
        empty("hard to read", harness.low_contrast());
        empty("twice", harness.tree().duplicates());
        bool heading = false;
        Names raw;
        // Said once, when it opens: nobody can change the language under a sheet.
        const bool kept = harness.find("reason:title") != nullptr;
        for (const auto& node : harness.tree().nodes) {
            if (node.covered || node.id.starts_with("header:")) continue;
            heading = heading || node.role == ui::Role::heading ||
                      (node.role == ui::Role::status && !node.label.empty());
            if (!at.english || kept) continue;
            const auto shown = node.label + " | " + node.value;
            if (const auto word = indonesian_.word_in(without_own(shown)); !word.empty())
                raw.push_back(shown + " (" + word + ")");
        }
        CHECK_MESSAGE((heading || harness.ui().keyboard_open()), (where.str() + "no heading"));
        empty("Indonesian", raw);
        const auto& words = at.english ? english_ : world_.words;
        empty("missing words", {words.missing().begin(), words.missing().end()});
        Names untranslated;
        for (const auto& text : words.untranslated())
            if (!is_own(text)) untranslated.push_back(text);
        empty("untranslated", untranslated);
        words.forget();
        if (at.size == 1) return;
        world_.shot(at.page + (at.english ? "-en-" : "-id-") + std::to_string(at.size) + "-" +
                    std::to_string(at.width));
    }
    void look_strong(const std::string& page) {
        auto& harness = *world_.harness;
        harness.ui().set_contrast(true);
        settle();
        CHECK_MESSAGE(harness.low_contrast().empty(),
                      (page + " strong: " + join(harness.low_contrast())));
        world_.shot(page + "-strong");
        harness.ui().set_contrast(false);
        settle();
    }

    World& world_;
    ui::Words english_;
    Indonesian indonesian_{kAssets / "words"};
};

}  // namespace disapa::testing
