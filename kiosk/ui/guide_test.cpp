#include "kiosk/ui/guide.h"

#include <doctest/doctest.h>

#include "kiosk/ui/harness.h"
#include "kiosk/ui/widgets.h"

namespace disapa::ui {
namespace {

// A page with two fields, one of them secret, and a sheet over it.
struct Form {
    Words words = *Words::parse(R"({"form.title": "Isi data", "form.note": "Siapkan KTP."})");
    std::string title = "form.title", nik, pin, error, masked;
    bool sheet_open = false;
    Guide guide;
    Harness harness{words, [this](Ui& ui) { draw(ui); }};
    std::vector<std::string> heard;

    void draw(Ui& ui) {
        Rect page = ui.area();
        (void)header(ui, page, {.office = "Desa Umaq Dian"});
        Column column = ui.column(page.inset(ui.margin()));
        heading(ui, column, words(title));
        if (!masked.empty()) {
            paragraph(ui, column, masked);
        }
        paragraph(ui, column, words("form.note"));
        (void)text_field(ui, column, "nik", nik,
                         {.label = "NIK", .note = "16 angka.", .error = error});
        (void)text_field(ui, column, "pin", pin, {.label = "PIN Anda", .secret = true});
        if (sheet_open &&
            ask(ui, "ask", {"Hentikan?", "Isian dihapus.", "Ya", "Tidak"}) != Answer::none) {
            sheet_open = false;
        }
    }
    std::vector<std::string> hear(int frames = 4) {
        heard.clear();
        for (int i = 0; i < frames; ++i) {
            harness.step();
            for (const Spoken& each : guide.heed(harness.ui())) {
                heard.push_back(each.text);
            }
        }
        return heard;
    }
};

using Heard = std::vector<std::string>;

TEST_CASE("a page is spoken once: heading and first sentence, not the header") {
    Form form;
    CHECK(form.hear() == Heard{"Isi data", "Siapkan KTP."});
    CHECK(form.hear() == Heard{});
    form.guide.forget();
    form.harness.step();
    const auto spoken = form.guide.heed(form.harness.ui());
    REQUIRE(spoken.size() == 2);
    CHECK(spoken[0].key == "form.title");
    CHECK(spoken[1].key == "form.note");
}

TEST_CASE("a field is spoken when it gets the focus, and its error when it appears") {
    Form form;
    (void)form.hear();
    form.harness.tap("nik");
    CHECK(form.hear() == Heard{"NIK", "16 angka."});
    form.harness.type("6402");
    CHECK(form.hear() == Heard{});
    form.error = "Kurang 12 angka.";
    CHECK(form.hear() == Heard{"Kurang 12 angka."});
    CHECK(form.hear() == Heard{});
}

TEST_CASE("what is typed is never spoken, nor what is masked") {
    Form form;
    (void)form.hear();
    form.harness.tap("pin");
    CHECK(form.hear() == Heard{"PIN Anda"});
    form.harness.type("274951");
    CHECK(form.hear() == Heard{});
    form.masked = "NIK 6402\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u20220002";
    form.guide.forget();
    const Heard heard = form.hear();
    for (const std::string& each : heard) {
        CHECK(each.find("0002") == std::string::npos);
        CHECK(each.find("2749") == std::string::npos);
    }
    CHECK(heard.front() == "Isi data");
}

TEST_CASE("a sheet is a page of its own, and going back is one too") {
    Form form;
    (void)form.hear();
    form.sheet_open = true;
    CHECK(form.hear(6) == Heard{"Hentikan?", "Isian dihapus."});
    form.harness.tap("ask:no");
    CHECK(form.hear() == Heard{"Isi data", "Siapkan KTP."});
}

TEST_CASE("a large code is spoken with its page") {
    const Words words = *Words::parse("{}");
    Guide guide;
    Harness harness(words, [](Ui& ui) {
        Column column = ui.column(ui.area().inset(ui.margin()));
        heading(ui, column, "Permohonan Anda diterima");
        paragraph(ui, column, "Kode permohonan");
        big_code(ui, column, "K7M-2QX-94B-HD");
    });
    const auto spoken = guide.heed(harness.ui());
    REQUIRE(spoken.size() == 3);
    CHECK(spoken[2].text == "K, 7, M. 2, Q, X. 9, 4, B. H, D. K, 7, M. 2, Q, X. 9, 4, B. H, D.");
    CHECK(spoken[2].key.empty());
}

}  // namespace
}  // namespace disapa::ui
