#include "kiosk/ui/words.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/bytes.h"
#include "shared/base/file.h"

namespace disapa::ui {

namespace {

constexpr std::size_t kFileMax = 1U << 20U;
constexpr std::size_t kUntranslatedMax = 256;
constexpr std::size_t kSaidMax = 1000;  // a page says some dozens

tl::unexpected<Error> broken(std::string why) {
    return fail(ErrorCode::invalid,
                "Berkas kata-kata rusak. Pasang ulang Disapa, atau hubungi pengelola.",
                "words: " + std::move(why));
}

}  // namespace

Result<Words> Words::load(const std::filesystem::path& file) {
    auto bytes = read_file(file, kFileMax);
    if (!bytes) {
        return pass(std::move(bytes));
    }
    return parse({reinterpret_cast<const char*>(bytes->data()), bytes->size()},
                 file.stem().string());
}

Result<std::vector<Words>> Words::load_all(const std::filesystem::path& folder) {
    std::vector<std::string> names = languages(folder);
    std::ranges::stable_partition(names, [](const std::string& name) { return name == "id"; });
    if (names.empty() || names.front() != "id") {
        return broken("no id.json in " + folder.string());
    }
    std::vector<Words> all;
    for (const std::string& name : names) {
        auto words = load(folder / (name + ".json"));
        if (!words) {
            return pass(std::move(words));
        }
        all.push_back(*std::move(words));
    }
    return all;
}

Result<Words> Words::parse(std::string_view json, std::string language) {
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    if (!parsed.is_object()) {
        return broken("not a JSON object");
    }
    Words words;
    words.language_ = std::move(language);
    for (const auto& [key, sentence] : parsed.items()) {
        if (key == "texts" && sentence.is_object()) {
            words.texts_.emplace();
            for (const auto& [indonesian, said] : sentence.items()) {
                if (!said.is_string()) {
                    return broken("not a text: " + indonesian);
                }
                words.texts_->add(indonesian, said.get_ref<const std::string&>());
            }
            continue;
        }
        if (!sentence.is_string()) {
            return broken("not a sentence: " + key);
        }
        words.sentences_.emplace(key, sentence.get<std::string>());
    }
    return words;
}

std::vector<std::string> Words::languages(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code ignored;  // no such folder: no languages
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (entry.path().extension() == ".json") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::ranges::sort(names);
    return names;
}

const std::string& Words::operator()(std::string_view key) const {
    if (const auto found = sentences_.find(key); found != sentences_.end()) {
        return found->second;
    }
    return *missing_.emplace(key).first;
}

std::string Words::operator()(
    std::string_view key,
    std::initializer_list<std::pair<std::string_view, std::string_view>> values) const {
    const std::string& sentence = (*this)(key);
    std::string filled;
    std::size_t at = 0;
    while (at < sentence.size()) {
        const std::size_t open = sentence.find('{', at);
        const std::size_t close = open == std::string::npos ? open : sentence.find('}', open);
        if (close == std::string::npos) {
            break;
        }
        filled.append(sentence, at, open - at);
        const std::string_view name(sentence.data() + open + 1, close - open - 1);
        const auto value =
            std::ranges::find(values, name, &std::pair<std::string_view, std::string_view>::first);
        if (value != values.end()) {
            filled.append(value->second);
        } else {
            filled.append(sentence, open, close - open + 1);
        }
        at = close + 1;
    }
    filled.append(sentence, at);
    return filled;
}

std::string Words::key_of(std::string_view sentence) const {
    const auto found =
        std::ranges::find_if(sentences_, [&](const auto& each) { return each.second == sentence; });
    return found == sentences_.end() ? std::string() : found->first;
}

const std::string& Words::said(std::string_view indonesian) const {
    const auto found = said_.find(indonesian);
    return found != said_.end()
               ? found->second
               : said_.emplace(std::string(indonesian), translated(indonesian)).first->second;
}

void Words::forget() const {
    untranslated_.clear();
    said_.clear();
}

void Words::trim() const {
    if (said_.size() > kSaidMax) {
        said_.clear();
    }
}

std::string Words::translated(std::string_view indonesian) const {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (!texts_ || std::ranges::none_of(indonesian, letter)) {
        return std::string(indonesian);
    }
    if (auto found = texts_->find(indonesian)) {
        return *std::move(found);
    }
    if (!key_of(indonesian).empty()) {
        return std::string(indonesian);  // one of this language's own sentences
    }
    if (untranslated_.size() < kUntranslatedMax) {
        untranslated_.emplace(indonesian);
    }
    return std::string(indonesian);
}

}  // namespace disapa::ui
