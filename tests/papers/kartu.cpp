#include "tests/papers/kartu.h"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <random>

namespace disapa::papers {

using devices::Image;

namespace {

constexpr std::array kNames = {"PEBULAAN NGAU",  "IGUNG DING",     "ADA NGAU",       "LAHAI BAYA",
                               "URSULA LUHAT",   "YOHANES JALUNG", "SELVIANA HIBAU", "BIT AJANG",
                               "MARTINUS LEJAU", "ROSALIA UBANG",  "ANYE BULAN",     "JALUNG IPUY"};

// A page that is drawn on; grey when it is done.
class Sheet {
  public:
    Sheet(int width, int height)
        : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)),
          cairo_(cairo_create(surface_)) {
        cairo_set_source_rgb(cairo_, 1, 1, 1);
        cairo_paint(cairo_);
        cairo_set_source_rgb(cairo_, 0.08, 0.08, 0.1);
        scale_ = width / 1000.0;
        cairo_scale(cairo_, scale_, scale_);
    }
    Sheet(const Sheet&) = delete;
    Sheet& operator=(const Sheet&) = delete;
    ~Sheet() {
        cairo_destroy(cairo_);
        cairo_surface_destroy(surface_);
    }

    // Places in thousandths of the width; `size` is the height of the letters' box there.
    void text(double x, double y, double size, const std::string& words, bool bold = false) {
        PangoLayout* layout = pango_cairo_create_layout(cairo_);
        PangoFontDescription* font =
            pango_font_description_from_string(bold ? "Liberation Sans Bold" : "Liberation Sans");
        pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
        pango_layout_set_font_description(layout, font);
        pango_layout_set_text(layout, words.c_str(), -1);
        cairo_move_to(cairo_, x, y);
        pango_cairo_show_layout(cairo_, layout);
        pango_font_description_free(font);
        g_object_unref(layout);
    }
    void line(double x1, double y1, double x2, double y2) {
        cairo_set_line_width(cairo_, 1);
        cairo_move_to(cairo_, x1, y1);
        cairo_line_to(cairo_, x2, y2);
        cairo_stroke(cairo_);
    }
    Image done() {
        cairo_surface_flush(surface_);
        Image image;
        image.width = cairo_image_surface_get_width(surface_);
        image.height = cairo_image_surface_get_height(surface_);
        const auto* from = cairo_image_surface_get_data(surface_);
        const int stride = cairo_image_surface_get_stride(surface_);
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                image.pixels.push_back(from[y * stride + x * 4 + 1]);
            }
        }
        return image;
    }

  private:
    cairo_surface_t* surface_;
    cairo_t* cairo_;
    double scale_ = 1;
};

std::string sixteen_digits(std::mt19937_64& random, bool card) {
    char text[32];
    const int day = 1 + static_cast<int>(random() % 28) + (random() % 2 ? 40 : 0);
    std::snprintf(text, sizeof text, "640212%02d%02d%02d%04d", card ? day % 40 + 1 : day,
                  1 + static_cast<int>(random() % 12), static_cast<int>(random() % 100),
                  1 + static_cast<int>(random() % 60));
    return text;
}

}  // namespace

Card make_card(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Card card;
    card.number = sixteen_digits(random, true);
    for (int i = 0; i < 6; ++i) {
        card.niks.push_back(sixteen_digits(random, false));
        card.names.emplace_back(kNames[random() % kNames.size()]);
    }
    return card;
}

Image print_card(const Card& card, int width) {
    Sheet sheet(width, width * 210 / 297);
    sheet.text(370, 30, 30, "KARTU KELUARGA", true);
    sheet.text(395, 68, 18, "No. " + card.number, true);
    const std::array heads = {"Nama Kepala Keluarga : ", "Alamat : JALAN POROS TABANG",
                              "RT/RW : 003/001", "Desa/Kelurahan : UMAQ DIAN"};
    for (std::size_t i = 0; i < heads.size(); ++i) {
        sheet.text(50, 100 + 18 * static_cast<double>(i), 13,
                   heads[i] + (i == 0 ? card.names[0] : std::string()));
    }
    constexpr std::array columns = {40.0, 75.0, 260.0, 410.0, 500.0, 610.0, 710.0, 800.0, 960.0};
    const std::array titles = {"No",           "Nama Lengkap", "NIK",   "Kelamin",
                               "Tempat Lahir", "Tgl Lahir",    "Agama", "Pekerjaan"};
    const double top = 190, row = 36;
    const double bottom = top + row * static_cast<double>(card.niks.size() + 1);
    for (const double x : columns) sheet.line(x, top, x, bottom);
    for (std::size_t i = 0; i <= card.niks.size() + 1; ++i) {
        const double y = top + row * static_cast<double>(i);
        sheet.line(columns.front(), y, columns.back(), y);
    }
    for (std::size_t i = 0; i < titles.size(); ++i) {
        sheet.text(columns[i] + 5, top + 9, 13, titles[i], true);
    }
    for (std::size_t i = 0; i < card.niks.size(); ++i) {
        const double y = top + row * static_cast<double>(i + 1) + 9;
        const std::array cells = {std::to_string(i + 1),
                                  card.names[i],
                                  card.niks[i],
                                  std::string(i % 2 ? "PEREMPUAN" : "LAKI-LAKI"),
                                  std::string("UMAQ DIAN"),
                                  std::string("12-03-1985"),
                                  std::string("KATHOLIK"),
                                  std::string("PETANI/PEKEBUN")};
        for (std::size_t c = 0; c < cells.size(); ++c) {
            sheet.text(columns[c] + 5, y, 13, cells[c]);
        }
    }
    sheet.text(690, bottom + 60, 13, "Kepala Dinas Kependudukan");
    sheet.text(690, bottom + 130, 13, "Tanda tangan elektronik");
    return sheet.done();
}

Image print_letter(const Card& card, int width) {
    Sheet sheet(width, width * 330 / 210);
    sheet.text(260, 60, 34, "SURAT PENGANTAR RT", true);
    sheet.line(60, 120, 940, 120);
    sheet.text(90, 160, 21, "Yang bertanda tangan di bawah ini menerangkan bahwa:");
    for (std::size_t i = 0; i < card.niks.size(); ++i) {
        const double y = 220 + 120 * static_cast<double>(i);
        sheet.text(120, y, 21, "Nama  : " + card.names[i]);
        sheet.text(120, y + 36, 21, "NIK  : " + card.niks[i]);
        sheet.text(120, y + 72, 21, "Alamat  : Jalan Poros Tabang RT 003, Desa Umaq Dian");
    }
    sheet.text(90, 980, 21, "Nomor Kartu Keluarga : " + card.number);
    sheet.text(90, 1030, 21, "adalah benar warga kami dan memerlukan surat keterangan.");
    sheet.text(640, 1160, 21, "Ketua RT 003");
    return sheet.done();
}

namespace {

// Solves the 8 unknowns of the map from photo to sheet by Gauss: unit squares have no closed form
// that is easier to read.
std::array<double, 9> map_of(const std::array<std::array<double, 2>, 4>& photo, double w,
                             double h) {
    const double sheet[4][2] = {{0, 0}, {w, 0}, {w, h}, {0, h}};
    double m[8][9] = {};
    for (int i = 0; i < 4; ++i) {
        const double x = photo[static_cast<std::size_t>(i)][0];
        const double y = photo[static_cast<std::size_t>(i)][1];
        const double row[2][9] = {
            {x, y, 1, 0, 0, 0, -x * sheet[i][0], -y * sheet[i][0], sheet[i][0]},
            {0, 0, 0, x, y, 1, -x * sheet[i][1], -y * sheet[i][1], sheet[i][1]}};
        std::copy(row[0], row[0] + 9, m[2 * i]);
        std::copy(row[1], row[1] + 9, m[2 * i + 1]);
    }
    for (int c = 0; c < 8; ++c) {
        int best = c;
        for (int r = c; r < 8; ++r) {
            if (std::abs(m[r][c]) > std::abs(m[best][c])) best = r;
        }
        std::swap(m[c], m[best]);
        for (int r = 0; r < 8; ++r) {
            if (r == c) continue;
            const double f = m[r][c] / m[c][c];
            for (int k = c; k < 9; ++k) m[r][k] -= f * m[c][k];
        }
    }
    std::array<double, 9> map{};
    for (std::size_t i = 0; i < 8; ++i) map[i] = m[i][8] / m[i][i];
    map[8] = 1;
    return map;
}

double sample(const Image& sheet, double x, double y) {
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    if (x < 0 || y < 0 || x0 + 1 >= sheet.width || y0 + 1 >= sheet.height) return 255;
    const auto at = [&](int ax, int ay) {
        return static_cast<double>(
            sheet.pixels[static_cast<std::size_t>(ay) * static_cast<std::size_t>(sheet.width) +
                         static_cast<std::size_t>(ax)]);
    };
    const double fx = x - x0, fy = y - y0;
    return (at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx) * (1 - fy) +
           (at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx) * fy;
}

std::array<std::array<double, 2>, 4> corners_in(const Image& sheet, const Shot& shot) {
    const double ratio = static_cast<double>(sheet.width) / sheet.height;
    double w = shot.width * shot.fills, h = w / ratio;
    if (h > shot.height * shot.fills) h = shot.height * shot.fills, w = h * ratio;
    std::array<std::array<double, 2>, 4> corners;
    const double angle = shot.degrees * 3.14159265 / 180;
    for (std::size_t i = 0; i < 4; ++i) {
        double x = (i == 0 || i == 3 ? -0.5 : 0.5) * w;
        const double y = (i < 2 ? -0.5 : 0.5) * h;
        if (i < 2) x *= 1 - shot.perspective;
        corners[i] = {shot.width / 2.0 + x * std::cos(angle) - y * std::sin(angle),
                      shot.height / 2.0 + x * std::sin(angle) + y * std::cos(angle)};
    }
    return corners;
}

void blur_by(std::vector<double>& rows, int width, int height, double sigma) {
    const int reach = static_cast<int>(std::ceil(2 * sigma));
    if (reach <= 0) return;
    std::vector<double> weights;
    double sum = 0;
    for (int i = -reach; i <= reach; ++i) {
        weights.push_back(std::exp(-i * i / (2 * sigma * sigma)));
        sum += weights.back();
    }
    for (const int step : {3, 3 * width}) {
        const std::vector<double> from = rows;
        const int size = static_cast<int>(rows.size());
        for (int at = 0; at < size; ++at) {
            double value = 0;
            for (int i = -reach; i <= reach; ++i) {
                const int there = at + i * step;
                value += weights[static_cast<std::size_t>(i + reach)] *
                         from[static_cast<std::size_t>(there < 0 || there >= size ? at : there)];
            }
            rows[static_cast<std::size_t>(at)] = value / sum;
        }
    }
    (void)height;
}

}  // namespace

Image photograph(const Image& sheet, const Shot& shot) {
    std::mt19937_64 random(shot.seed);
    std::normal_distribution<double> noise(0, std::max(shot.noise, 0.01));
    const auto map = map_of(corners_in(sheet, shot), sheet.width, sheet.height);
    std::vector<double> light;
    light.reserve(static_cast<std::size_t>(shot.width) * static_cast<std::size_t>(shot.height) * 3);
    const double bend = static_cast<double>(random() % 100) / 10;
    for (int y = 0; y < shot.height; ++y) {
        for (int x = 0; x < shot.width; ++x) {
            const double d = map[6] * x + map[7] * y + 1;
            const double sx = (map[0] * x + map[1] * y + map[2]) / d;
            const double sy = (map[3] * x + map[4] * y + map[5]) / d;
            const double far =
                (static_cast<double>(x) / shot.width + static_cast<double>(y) / shot.height) / 2;
            const double bright = shot.light * (1 - shot.shade * far);
            double colour[3];
            if (sx >= 0 && sy >= 0 && sx < sheet.width && sy < sheet.height) {
                const double grey = sample(sheet, sx, sy);
                const double lamp = std::hypot(sx / sheet.width - 0.6, sy / sheet.height - 0.5);
                const double extra = shot.glare ? 260 * std::exp(-lamp * lamp * 90) : 0;
                colour[0] = grey * bright + extra;
                colour[1] = grey * bright * 0.99 + extra;
                colour[2] = grey * bright * 0.95 + extra;
            } else if (shot.wood) {
                const double grain = std::sin(y * 0.09 + 3 * std::sin(x * 0.004 + bend)) * 14 +
                                     std::sin(y * 0.71 + x * 0.003) * 7;
                colour[0] = (138 + grain) * bright;
                colour[1] = (94 + grain * 0.8) * bright;
                colour[2] = (58 + grain * 0.6) * bright;
            } else {
                const double weave = (std::sin(x * 0.8) + std::sin(y * 0.8)) * 6;
                std::fill(colour, colour + 3, (96 + weave) * bright);
            }
            light.insert(light.end(), colour, colour + 3);
        }
    }
    blur_by(light, shot.width, shot.height, shot.blur);
    Image image{shot.width, shot.height, 3, {}};
    image.pixels.reserve(light.size());
    for (const double value : light) {
        image.pixels.push_back(
            static_cast<std::uint8_t>(std::clamp(value + noise(random), 0.0, 255.0)));
    }
    return image;
}

}  // namespace disapa::papers
