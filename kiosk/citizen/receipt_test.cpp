#include "kiosk/citizen/receipt.h"

#include <cstdlib>

#include "kiosk/devices/receipt_printer.h"
#include "kiosk/parts/chores.h"
#include "kiosk/screens/screens_world.h"

using namespace disapa;
using disapa::testing::kAssets;
using disapa::testing::World;

namespace {

// The page as App draws it, with or without the ribbon of a sample kiosk.
struct Page {
    ui::Words words;
    screens::ReceiptPage page;
    bool ribbon = false;
    float content = 0, room = 0;
    ui::Harness harness;

    explicit Page(const char* language)
        : words(ui::Words::load(kAssets / "words" / language).value()),
          harness(words, [this](ui::Ui& ui) { frame(ui); }) {
        auto& receipt = page.receipt;
        receipt.code = "K7M2QX94BHD";
        receipt.shown_code = "K7M-2QX-94B-HD";
        receipt.asked_on = "Senin, 23 November 2026";
        receipt.come_back_on = "Rabu, 25 November 2026";
        receipt.office_line = "Desa Umaq Dian";
        receipt.telephone = "0812-5400-1234";
        page.qr = qr_image_plain(receipt.code).value();
        page.written = true;
    }
    // With every paper that it needs still to be brought: the longest receipt there is.
    void show(const Service& service) {
        page.receipt.service_name = service.name;
        page.receipt.bring.clear();
        for (const auto& paper : service.papers) {
            if (paper.required) page.receipt.bring.push_back(paper.label);
        }
    }
    void look(const std::string& name) {
        for (const auto& [width, height] : {std::pair(1280, 800), std::pair(800, 1280)}) {
            harness.resize(width, height);
            harness.step(8);
            CAPTURE(name);
            CAPTURE(width);
            CHECK(content <= room);
            CHECK(harness.cut_texts() == std::vector<std::string>{});
            CHECK(harness.small_targets() == std::vector<std::string>{});
            if (const char* folder = std::getenv("DISAPA_SHOTS")) {
                const auto png = "receipt-" + name + "-" + std::to_string(width) + ".png";
                REQUIRE(harness.save_picture(std::filesystem::path(folder) / png));
            }
        }
    }
    void frame(ui::Ui& ui) {
        ui::Rect rest = ui.area();
        ui::HeaderView header;
        header.office = "Desa Umaq Dian";
        header.place = "Kecamatan Tabang";
        header.has_home = header.has_settings = true;
        if (ribbon) header.ribbon = words("page.sample");
        (void)ui::header(ui, rest, header);
        (void)screens::draw_receipt(ui, rest, page);
        content = ui.memory("receipt").content;
        room = ui.memory("receipt").seen_height;
    }
};

// A counter with a thermal printer that has just printed a slip.
struct Printed {
    World world;
    std::unique_ptr<devices::ReceiptPrinter> printer =
        devices::open_receipt_printer("file:" + (world.base.folder / "struk").string(), 58).value();
    screens::Context context{*world.worker, world.chores, world.base.clock};
    screens::ReceiptPrint roll{context};

    Printed() {
        context.devices.receipt_printer = printer.get();
        roll.print(world.submit("SKTM", testing::sktm_form()));
        for (int i = 0; i < 4; ++i) {
            world.worker->apply_results();
            world.chores.apply_results();
        }
        REQUIRE_FALSE(roll.is_printing());
    }
};

}  // namespace

TEST_CASE("a receipt is seen whole: no finger need move it, with ribbon and printed slip too") {
    const Printed printed;
    const auto catalogue = Catalogue::load(kAssets).value();
    for (const char* language : {"id.json", "en.json"}) {
        Page page(language);
        for (const auto& service : catalogue.services()) {
            page.show(service);
            for (const bool dressed : {false, true}) {
                page.ribbon = dressed;
                page.page.roll = dressed ? &printed.roll : nullptr;
                page.look(service.code + "-" + std::string(language).substr(0, 2) +
                          (dressed ? "-ribbon" : ""));
            }
        }
    }
}
