#include "shared/letter/pdf.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "shared/base/date.h"

namespace disapa {
namespace {

constexpr const char* kFontFolder = "/usr/share/fonts/truetype/liberation2/";
constexpr const char* kFamily = "Liberation Sans";

double points(int pango_units) {
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

// Pango has the machine's configuration read in the background, and cairo may ask it; an empty one
// in its place is quick and the same everywhere.
void leave_machine_fonts_alone() {
    static const bool kDone = [] {
        FcConfig* empty = FcConfigCreate();
        const bool set = FcConfigSetCurrent(empty) == FcTrue;
        FcConfigDestroy(empty);
        return set;
    }();
    (void)kDone;
}

// The machine's fontconfig is never read: its rules and fonts would change the bytes.
PangoFontMap* make_fonts() {
    leave_machine_fonts_alone();
    FcConfig* config = FcConfigCreate();
    bool found = true;
    for (const char* name : {"LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"}) {
        const auto path = std::string(kFontFolder) + name;
        found = FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(path.c_str())) ==
                    FcTrue &&
                found;
    }
    PangoFontMap* fonts = nullptr;
    if (found) {
        fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts), config);
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);  // points
    }
    FcConfigDestroy(config);
    return fonts;
}

PangoContext* make_context(PangoFontMap* fonts) {
    PangoContext* context = pango_font_map_create_context(fonts);
    // Both would else come from LANG.
    pango_context_set_language(context, pango_language_from_string("id"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    return context;
}

cairo_status_t take_bytes(void* to, const unsigned char* data, unsigned int length) {
    append(*static_cast<Bytes*>(to), {data, length});
    return CAIRO_STATUS_SUCCESS;
}

void set_info(cairo_surface_t* surface, const PdfInfo& info) {
    const Instant second = ((info.at % 60) + 60) % 60;
    const auto date = wita_minute(info.at) + (second < 10 ? ":0" : ":") + std::to_string(second);
    const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
        cairo_pdf_surface_set_metadata(surface, what, text.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, info.title);
    set(CAIRO_PDF_METADATA_AUTHOR, info.author);
    set(CAIRO_PDF_METADATA_CREATOR, "Disapa");
    set(CAIRO_PDF_METADATA_CREATE_DATE, date + "+08:00");
}

PangoAlignment pango_align(Align align) {
    if (align == Align::centre) return PANGO_ALIGN_CENTER;
    return align == Align::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

}  // namespace

void TextBox::Unref::operator()(void* object) const {
    g_object_unref(object);
}

double TextBox::height() const {
    int units = 0;
    pango_layout_get_size(layout_.get(), nullptr, &units);
    return points(units);
}

double TextBox::natural_width() const {
    PangoRectangle logical;
    pango_layout_get_extents(layout_.get(), nullptr, &logical);
    return points(logical.width);
}

int TextBox::line_count() const {
    return pango_layout_get_line_count(layout_.get());
}

double TextBox::line_height(int line) const {
    PangoRectangle logical;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout_.get(), line), nullptr,
                                  &logical);
    return points(logical.height);
}

void TextBox::draw(cairo_t* on, double x, double y) const {
    cairo_set_source_rgb(on, style_.grey + style_.red, style_.grey, style_.grey);
    cairo_move_to(on, x, y);
    pango_cairo_show_layout(on, layout_.get());
}

void TextBox::draw_line(cairo_t* on, int line, double x, double y) const {
    // Lines of a layout are shown from their own base, with the indent that justifying gave them.
    PangoLayoutIter* at = pango_layout_get_iter(layout_.get());
    for (int i = 0; i < line; ++i) pango_layout_iter_next_line(at);
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(at, nullptr, &logical);
    const double base = points(pango_layout_iter_get_baseline(at) - logical.y);
    cairo_set_source_rgb(on, style_.grey + style_.red, style_.grey, style_.grey);
    cairo_move_to(on, x + points(logical.x), y + base);
    pango_cairo_show_layout_line(on, pango_layout_iter_get_line_readonly(at));
    pango_layout_iter_free(at);
}

void TextBox::outline(cairo_t* on, double x, double y) const {
    cairo_move_to(on, x, y);
    pango_cairo_layout_path(on, layout_.get());
}

Result<std::unique_ptr<Pdf>> Pdf::make(double width, double height, const PdfInfo& info) {
    std::unique_ptr<Pdf> pdf(new Pdf());
    pdf->width_ = width;
    pdf->fonts_ = make_fonts();
    if (pdf->fonts_ == nullptr) {
        return fail(ErrorCode::not_found,
                    "Huruf untuk surat belum terpasang. Hubungi administrator.",
                    "fonts-liberation2 is not installed");
    }
    pdf->context_ = make_context(pdf->fonts_);
    pdf->surface_ = cairo_pdf_surface_create_for_stream(take_bytes, &pdf->bytes_, width, height);
    cairo_pdf_surface_restrict_to_version(pdf->surface_, CAIRO_PDF_VERSION_1_5);
    set_info(pdf->surface_, info);
    pdf->canvas_ = cairo_create(pdf->surface_);
    return pdf;
}

Pdf::~Pdf() {
    if (canvas_ != nullptr) cairo_destroy(canvas_);
    if (surface_ != nullptr) cairo_surface_destroy(surface_);
    if (context_ != nullptr) g_object_unref(context_);
    if (fonts_ == nullptr) return;
    // Pango 1.50 keeps its reference to a private configuration for ever: 9 KB a letter.
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts_), nullptr);
    g_object_unref(fonts_);
}

TextBox Pdf::text(std::string_view text, const Style& style, double width) const {
    TextBox box;
    box.style_ = style;
    box.layout_.reset(pango_layout_new(context_));
    PangoLayout* layout = box.layout_.get();
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, kFamily);
    pango_font_description_set_absolute_size(font, style.points * PANGO_SCALE);
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    // A hyphen at a break would change a number or a name.
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_alignment(layout, pango_align(style.align));
    pango_layout_set_justify(layout, style.align == Align::justified ? TRUE : FALSE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (width > 0) pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    return box;
}

void Pdf::set_height(double height) {
    cairo_pdf_surface_set_size(surface_, width_, height);
}

void Pdf::next_page() {
    cairo_show_page(canvas_);
}

Result<Bytes> Pdf::finish() {
    const auto drawn = cairo_status(canvas_);
    cairo_surface_finish(surface_);
    const auto written = cairo_surface_status(surface_);
    if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS) {
        const auto status = drawn != CAIRO_STATUS_SUCCESS ? drawn : written;
        return fail(ErrorCode::internal, "Surat tidak dapat dibuat. Hubungi administrator.",
                    std::string("cairo: ") + cairo_status_to_string(status));
    }
    return std::move(bytes_);
}

}  // namespace disapa
