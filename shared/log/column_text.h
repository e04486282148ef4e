// Texts of a column: whole ones that come again, else words; digits apart (column_digits.h).
#pragma once

#include "shared/log/column_digits.h"

namespace disapa {

// A text in which each run of digits is one letter that stands for its width.
struct TextTemplate {
    std::string text;
    std::vector<std::string> runs;
};
[[nodiscard]] TextTemplate template_of(std::string_view text);

class TextCoder {
  public:
    TextCoder(CodecParts& parts, std::deque<Column>& columns, DigitCoder& digits)
        : parts_(parts), columns_(columns), digits_(digits) {}

    // A text as it stands between its quotes. The column's last value is not yet changed.
    [[nodiscard]] std::string text(Column& column, std::string_view value);
    // The digits of the text that was coded last.
    [[nodiscard]] const std::string& digits() const { return last_digits_; }

  private:
    [[nodiscard]] std::string code_template(Column& column, const std::string& value);
    [[nodiscard]] std::string code_words(Column& column, const std::string& value);
    [[nodiscard]] std::string code_word(Column& column, std::string_view word);
    [[nodiscard]] std::size_t code_new_word(const std::string& folded);
    [[nodiscard]] std::size_t add_word(std::string word);

    CodecParts& parts_;
    std::deque<Column>& columns_;
    DigitCoder& digits_;
    std::string last_digits_;
    // Words of this segment, in lower case, in the order of their first use.
    std::vector<std::string> words_;
    std::unordered_map<std::string, std::size_t> index_;  // writing
    Sparse origin_;
    Magnitude rank_;
};

}  // namespace disapa
