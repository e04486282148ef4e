// Tables of Excel (ECMA-376, part 1, chapter 18), through libzip and Expat. A sheet is read as a
// stream: its XML may be hundreds of times as large as its file.
#include <expat.h>
#include <zip.h>

#include <map>
#include <memory>

#include "kiosk/residents/sheet.h"
#include "shared/base/limits.h"

namespace disapa::residents {
namespace {

tl::unexpected<Error> unreadable(std::string log) {
    return fail(ErrorCode::invalid,
                "Berkas XLSX itu rusak atau bukan tabel. Buka di Excel, simpan ulang sebagai "
                ".xlsx, lalu impor lagi.",
                std::move(log));
}

using Archive = std::unique_ptr<zip_t, decltype([](zip_t* zip) { zip_discard(zip); })>;
using Part = std::unique_ptr<zip_file_t, decltype([](zip_file_t* file) { zip_fclose(file); })>;
using Parser =
    std::unique_ptr<XML_ParserStruct, decltype([](XML_Parser one) { XML_ParserFree(one); })>;

// Attributes of one element, as Expat gives them.
class Attributes {
  public:
    explicit Attributes(const XML_Char** pairs) : pairs_(pairs) {}
    // The value, whatever namespace prefix the name has; "" when it is not there.
    [[nodiscard]] std::string_view operator[](std::string_view name) const {
        for (auto at = pairs_; *at != nullptr; at += 2) {
            if (local(at[0]) == name) return at[1];
        }
        return {};
    }
    static std::string_view local(std::string_view name) {
        const auto colon = name.rfind(':');
        return colon == name.npos ? name : name.substr(colon + 1);
    }

  private:
    const XML_Char** pairs_;
};

// What is done with the elements of one part. A sentence in `trouble` ends the reading, as does
// `done`.
class Handler {
  public:
    virtual ~Handler() = default;
    virtual void start(std::string_view element, const Attributes& attributes) = 0;
    virtual void end(std::string_view element) = 0;
    virtual void text(std::string_view) {}
    bool done = false;
    std::string trouble;
};

struct Reading {
    Handler& handler;
    XML_Parser parser;
    void heed() const {
        if (handler.done || !handler.trouble.empty()) XML_StopParser(parser, XML_FALSE);
    }
};

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto& reading = *static_cast<Reading*>(data);
    reading.handler.start(Attributes::local(name), Attributes(attributes));
    reading.heed();
}
void on_end(void* data, const XML_Char* name) {
    auto& reading = *static_cast<Reading*>(data);
    reading.handler.end(Attributes::local(name));
    reading.heed();
}
void on_text(void* data, const XML_Char* text, int size) {
    static_cast<Reading*>(data)->handler.text({text, static_cast<std::size_t>(size)});
}
// No table needs a document type; entities are how one line becomes a gigabyte.
void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto& reading = *static_cast<Reading*>(data);
    reading.handler.trouble = "a document type";
    reading.heed();
}

Status read_part(zip_t* zip, const std::string& name, Handler& handler) {
    zip_stat_t facts{};
    if (zip_stat(zip, name.c_str(), 0, &facts) != 0) return unreadable("no part " + name);
    if ((facts.valid & ZIP_STAT_SIZE) != 0 && facts.size > limits::kRegisterPartBytes) {
        return unreadable("part is too big: " + name);
    }
    const Part part(zip_fopen(zip, name.c_str(), 0));
    const Parser parser(XML_ParserCreate(nullptr));
    if (!part || !parser) return unreadable("part does not open: " + name);
    Reading reading{handler, parser.get()};
    XML_SetUserData(parser.get(), &reading);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
    constexpr int kPiece = 64 * 1024;
    std::size_t all = 0;
    while (true) {
        void* buffer = XML_GetBuffer(parser.get(), kPiece);
        if (buffer == nullptr) return unreadable("no memory for " + name);
        const auto got = zip_fread(part.get(), buffer, kPiece);
        if (got < 0) return unreadable("part is damaged: " + name);
        all += static_cast<std::size_t>(got);
        // What a zip says of its sizes need not be true.
        if (all > limits::kRegisterPartBytes) return unreadable("part is too big: " + name);
        const auto status = XML_ParseBuffer(parser.get(), static_cast<int>(got), got == 0);
        if (!handler.trouble.empty()) return unreadable(name + " has " + handler.trouble);
        if (handler.done) return {};
        if (status != XML_STATUS_OK) {
            return unreadable(name + ": " + XML_ErrorString(XML_GetErrorCode(parser.get())));
        }
        if (got == 0) return {};
    }
}

class Workbook final : public Handler {
  public:
    void start(std::string_view element, const Attributes& attributes) override {
        if (element == "workbookPr") {
            from_1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true";
        }
        // Its own `name` and `sheetId` have other local names than the relation's "r:id".
        if (element == "sheet") sheets.emplace_back(attributes["id"]);
        if (sheets.size() > limits::kRegisterColumns) trouble = "too many sheets";
    }
    void end(std::string_view) override {}
    bool from_1904 = false;
    std::vector<std::string> sheets;  // relation ids
};

class Relations final : public Handler {
  public:
    void start(std::string_view element, const Attributes& attributes) override {
        if (element != "Relationship" || targets.size() > 10 * limits::kRegisterColumns) return;
        std::string target(attributes["Target"]);
        target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
        targets[std::string(attributes["Id"])] = std::move(target);
    }
    void end(std::string_view) override {}
    std::map<std::string, std::string> targets;
};

// Texts that cells share. A text may be in pieces of several fonts; how it is read aloud in Japan
// (rPh) is no part of it.
class SharedTexts final : public Handler {
  public:
    void start(std::string_view element, const Attributes&) override {
        if (element == "si") texts.emplace_back();
        if (element == "rPh") ++aside_;
        in_text_ = element == "t" && aside_ == 0 && !texts.empty();
    }
    void end(std::string_view element) override {
        if (element == "rPh") --aside_;
        if (element == "t") in_text_ = false;
        if (element == "si") bytes_ += texts.back().size() + sizeof(std::string);
        if (bytes_ > limits::kRegisterTextBytes) trouble = "too many shared texts";
    }
    void text(std::string_view piece) override {
        if (!in_text_) return;
        auto& whole = texts.back();
        // One byte more than allowed: whoever looks at the cell sees that it is too long.
        whole.append(piece.substr(0, limits::kRegisterCellBytes + 1 -
                                         std::min(whole.size(), limits::kRegisterCellBytes + 1)));
    }
    std::vector<std::string> texts;

  private:
    bool in_text_ = false;
    int aside_ = 0;
    std::size_t bytes_ = 0;
};

std::size_t number_of(std::string_view digits, std::size_t most) {
    std::size_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return most + 1;
        value = value * 10 + static_cast<std::size_t>(c - '0');
        if (value > most) return most + 1;
    }
    return digits.empty() ? most + 1 : value;
}

// "AB12" is column 27, counted from 0; kRegisterColumns for what is beyond.
std::size_t column_of(std::string_view place) {
    std::size_t column = 0;
    for (const char c : place) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        if (column > limits::kRegisterColumns) return limits::kRegisterColumns;
    }
    return column == 0 ? limits::kRegisterColumns : column - 1;
}

class Sheet final : public Handler {
  public:
    Sheet(const std::vector<std::string>& texts, const TakeRow& take)
        : texts_(texts), take_(take) {}

    void start(std::string_view element, const Attributes& attributes) override {
        if (element == "row") {
            constexpr std::size_t kExcelRows = 1'048'576;
            const auto said = number_of(attributes["r"], kExcelRows);
            line_ = said > 0 && said <= kExcelRows ? said : line_ + 1;
            row_.clear();
            column_ = 0;
        } else if (element == "c") {
            if (const auto place = attributes["r"]; !place.empty()) column_ = column_of(place);
            kind_ = attributes["t"];
            value_.clear();
        }
        in_value_ = element == "v" || element == "t";
    }
    void end(std::string_view element) override {
        if (element == "v" || element == "t") in_value_ = false;
        if (element == "c") keep();
        if (element != "row") return;
        last = take_(line_, row_);
        done = last != Take::more;
    }
    void text(std::string_view piece) override {
        if (in_value_ && value_.size() <= limits::kRegisterCellBytes) value_.append(piece);
    }
    Take last = Take::more;

  private:
    void keep() {
        const auto column = column_++;
        if (column >= limits::kRegisterColumns || value_.empty()) return;
        Cell cell{std::move(value_), kind_.empty() || kind_ == "n"};
        if (kind_ == "s") {
            const auto at = number_of(cell.text, texts_.size());
            if (at >= texts_.size()) {
                trouble = "a shared text that is not there";
                return;
            }
            cell.text = texts_[at];
        }
        if (kind_ == "e") cell.text = "#GALAT";  // the result of a formula that failed
        if (row_.size() <= column) row_.resize(column + 1);
        row_[column] = std::move(cell);
        value_.clear();
    }

    const std::vector<std::string>& texts_;
    const TakeRow& take_;
    Row row_;
    std::size_t line_ = 0, column_ = 0;
    std::string kind_, value_;
    bool in_value_ = false;
};

}  // namespace

Status read_xlsx(const std::filesystem::path& file, SheetFacts& facts, const TakeRow& take) {
    int code = 0;
    const Archive zip(zip_open(file.c_str(), ZIP_RDONLY, &code));
    if (!zip) return unreadable("libzip error " + std::to_string(code));
    Workbook book;
    if (auto read = read_part(zip.get(), "xl/workbook.xml", book); !read) return read;
    facts.from_1904 = book.from_1904;
    Relations relations;
    if (auto read = read_part(zip.get(), "xl/_rels/workbook.xml.rels", relations); !read) {
        return read;
    }
    SharedTexts shared;
    if (zip_name_locate(zip.get(), "xl/sharedStrings.xml", 0) >= 0) {
        if (auto read = read_part(zip.get(), "xl/sharedStrings.xml", shared); !read) return read;
    }
    for (const auto& id : book.sheets) {
        const auto part = relations.targets.find(id);
        if (part == relations.targets.end()) return unreadable("a sheet without a part");
        Sheet sheet(shared.texts, take);
        if (auto read = read_part(zip.get(), part->second, sheet); !read) return read;
        if (sheet.last == Take::stop) return {};
    }
    return {};
}

}  // namespace disapa::residents
