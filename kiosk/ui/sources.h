// Tests: the texts that stand in the program's sources, as a person may come to read them.
//
// "Baris " + x + " hilang." is one text, "Baris {} hilang."; literals side by side and
// std::string("...") belong to it; what `+=` adds begins with a place; (a ? "x" : "y") in it makes
// two texts of it. No preprocessor and no types: what this reads wrongly shows as a strange
// text in a failing test, never as silence.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace disapa::testing {

struct Written {
    std::size_t line = 0;
    std::string text;    // {} for each part that only the running program knows
    bool error = false;  // beside an ErrorCode: the sentence of an Error, or its log
};

class Sources {
  public:
    [[nodiscard]] static std::vector<Written> texts_in(std::string_view code) {
        Sources all(code);
        all.read(0, all.tokens_.size(), false);
        return std::move(all.found_);
    }

  private:
    struct Token {
        enum class Kind { text, sign, other } kind;
        std::string text;
        std::size_t line;
    };
    using Kind = Token::Kind;

    explicit Sources(std::string_view code) : code_(code) { cut(); }

    [[nodiscard]] char at(std::size_t place) const {
        return place < code_.size() ? code_[place] : '\0';
    }
    [[nodiscard]] bool here(std::string_view what) const {
        return code_.substr(at_).starts_with(what);
    }
    static bool is_name(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    }
    void skip_to(std::string_view end) {
        const std::size_t found = code_.find(end, at_);
        for (at_ = found == std::string_view::npos ? code_.size() : found + end.size();
             counted_ < at_; ++counted_) {
            line_ += code_[counted_] == '\n' ? 1 : 0;
        }
    }

    void cut() {
        while (at_ < code_.size()) {
            for (; counted_ < at_; ++counted_) line_ += code_[counted_] == '\n' ? 1 : 0;
            const char c = at(at_);
            if (here("//") || c == '#') {
                skip_to("\n");
            } else if (here("/*")) {
                skip_to("*/");
            } else if (here("R\"")) {
                raw_text();
            } else if (c == '"') {
                text();
            } else if (c == '\'') {
                character();
            } else if (is_name(c)) {
                const std::size_t from = at_;
                // 250'000 is one number, no character.
                while (is_name(at(at_)) || (at(at_) == '\'' && at(from) <= '9')) ++at_;
                add(Kind::other, std::string(code_.substr(from, at_ - from)));
            } else {
                sign();
            }
        }
    }
    void add(Kind kind, std::string text) { tokens_.push_back({kind, std::move(text), line_}); }

    void sign() {
        for (const std::string_view two : {"::", "->", "+=", "++"}) {
            if (!here(two)) continue;
            add(two == "+=" ? Kind::sign : Kind::other, std::string(two));
            at_ += 2;
            return;
        }
        const char c = at(at_++);
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') return;
        const bool cuts = std::string_view("+,;?:(){}[]=!&|").find(c) != std::string_view::npos;
        add(cuts ? Kind::sign : Kind::other, std::string(1, c));
    }
    void character() {
        at_ += at(at_ + 1) == '\\' ? 3 : 1;
        skip_to("'");
        add(Kind::other, "'");
    }
    void raw_text() {
        const std::size_t open = code_.find('(', at_);
        if (open == std::string_view::npos) return skip_to("\n");
        const std::string end = ")" + std::string(code_.substr(at_ + 2, open - at_ - 2)) + "\"";
        const std::size_t close = std::min(code_.find(end, open), code_.size());
        add(Kind::text, std::string(code_.substr(open + 1, close - open - 1)));
        skip_to(end);
    }
    void text() {
        std::string read;
        for (++at_; at_ < code_.size() && at(at_) != '"'; ++at_) {
            if (at(at_) != '\\') {
                read += at(at_);
                continue;
            }
            const char escaped = at(++at_);
            if (escaped == 'x') {
                read += static_cast<char>(
                    std::stoi(std::string(code_.substr(at_ + 1, 2)), nullptr, 16));
                at_ += 2;
            } else {
                read += escaped == 'n' || escaped == 'r' ? '\n' : escaped == 't' ? '\t' : escaped;
            }
        }
        ++at_;
        add(Kind::text, std::move(read));
    }

    // Behind the sign that closes what `from` opens.
    [[nodiscard]] std::size_t close_of(std::size_t from) const {
        int depth = 0;
        for (std::size_t i = from; i < tokens_.size(); ++i) {
            if (tokens_[i].kind != Kind::sign) continue;
            const char c = tokens_[i].text[0];
            depth += c == '(' || c == '{' || c == '[' ? 1 : 0;
            depth -= c == ')' || c == '}' || c == ']' ? 1 : 0;
            if (depth <= 0) return i + 1;
        }
        return tokens_.size();
    }

    [[nodiscard]] bool names_error(std::size_t from, std::size_t to) const {
        for (; from < to; ++from) {
            const bool opens =
                tokens_[from].kind == Kind::sign &&
                std::string_view("({[").find(tokens_[from].text[0]) != std::string_view::npos;
            if (opens) from = close_of(from) - 1;
            if (tokens_[from].text == "ErrorCode") return true;
        }
        return false;
    }

    void read(std::size_t from, std::size_t to, bool error) {
        Run run;
        const auto end_run = [&] { keep(run, error); };
        while (from < to) {
            const Token& token = tokens_[from];
            const char sign = token.kind == Kind::sign ? token.text[0] : '\0';
            if (token.kind == Kind::text) {
                run.take({token.text}, token.line);
                ++from;
            } else if (sign == '(' || sign == '{' || sign == '[') {
                const std::size_t end = close_of(from);
                const bool called = run.hidden || sign != '(';  // f(...), no (...)
                const auto texts = called && !run.is_string ? std::vector<std::string>()
                                                            : choice(from + 1, end - 1);
                if (!texts.empty() && end > from + 2) {
                    run.take(texts, tokens_[from].line);
                } else {
                    run.hide();
                    read(from + 1, end - 1,
                         (sign == '(' && error) || names_error(from + 1, end - 1));
                }
                if (sign == '{' && !run.is_string) end_run();
                from = end;
            } else if (token.kind == Kind::sign && token.text == "+") {
                run.next();
                ++from;
            } else if (sign != '\0') {
                end_run();
                if (sign == '+') run.next();
                ++from;
            } else {
                if (token.text == "return" || token.text == "case")
                    end_run();
                else if (token.text == "string" || token.text == "string_view")
                    run.is_string = true;
                else if (token.text != "std" && token.text != "::")
                    run.hide();
                ++from;
            }
        }
        end_run();
    }

    // The texts of a ? "x" : b ? "y" : "z"; none where something else stands among them.
    [[nodiscard]] std::vector<std::string> choice(std::size_t from, std::size_t to) const {
        const auto find = [&](std::size_t at, std::string_view sign) {
            for (; at < to; ++at) {
                const Token& token = tokens_[at];
                if (token.kind != Kind::sign) continue;
                if (token.text == sign) return at;
                if (std::string_view("({[").find(token.text[0]) != std::string_view::npos)
                    at = close_of(at) - 1;
            }
            return to;
        };
        const std::size_t asked = find(from, "?");
        if (asked == to) {
            std::string text;
            for (; from < to && tokens_[from].kind == Kind::text; ++from)
                text += tokens_[from].text;
            return from == to ? std::vector{text} : std::vector<std::string>();
        }
        const std::size_t colon = find(asked, ":");
        auto all = choice(asked + 1, colon), other = choice(std::min(colon + 1, to), to);
        if (all.empty() || other.empty()) return {};
        all.insert(all.end(), other.begin(), other.end());
        return all;
    }

    // Operands between "+": each a text, some texts to choose from, or a place.
    struct Run {
        std::vector<std::string> texts = {""};
        std::size_t line = 0;
        bool has_text = false, hidden = false, taken = false, is_string = false;

        void take(const std::vector<std::string>& more, std::size_t from_line) {
            std::vector<std::string> all;
            for (const auto& text : texts)
                for (const auto& each : more) all.push_back(text + each);
            texts = std::move(all);
            line = line == 0 ? from_line : line;
            has_text = taken = true;
        }
        void hide() { hidden = true; }
        void place() {
            for (auto& text : texts) text += "{}";
        }
        void next() {
            if (!taken) place();
            hidden = taken = is_string = false;
        }
    };
    void keep(Run& run, bool error) {
        if (run.has_text) {
            if (!run.taken && run.hidden) run.place();
            for (auto& text : run.texts) found_.push_back({run.line, std::move(text), error});
        }
        run = {};
    }

    std::string_view code_;
    std::size_t at_ = 0, counted_ = 0, line_ = 1;
    std::vector<Token> tokens_;
    std::vector<Written> found_;
};

}  // namespace disapa::testing
