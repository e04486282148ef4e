// Taking back: what was changed since a mark, undone in reverse.
//
// Uncounted acts are judged on top of the counted ones in the same maps, and taken back before the
// counted ones go on. So only what an uncounted act touched is ever copied.
#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace disapa {

class Journal {
  public:
    using Mark = std::size_t;

    void start() { on_ = true; }
    [[nodiscard]] bool is_on() const { return on_; }
    [[nodiscard]] Mark mark() const { return undo_.size(); }
    void roll_back(Mark to) {
        while (undo_.size() > to) {
            undo_.back()();
            undo_.pop_back();
        }
    }
    // Undoes everything and stops keeping.
    void end() {
        roll_back(0);
        on_ = false;
    }

    // Before the entry `key` of a map is changed, made or erased. The map must outlive the mark.
    template <class Map>
    void keep(Map& map, const typename Map::key_type& key) {
        if (!on_) return;
        const auto found = map.find(key);
        if (found == map.end()) {
            undo_.push_back([&map, key] { map.erase(key); });
        } else {
            undo_.push_back([&map, key, old = found->second] { map.insert_or_assign(key, old); });
        }
    }
    // Before `value` is changed.
    template <class Value>
    void keep_value(Value& value) {
        if (on_) undo_.push_back([&value, old = value] { value = old; });
    }
    void on_undo(std::function<void()> undo) {
        if (on_) undo_.push_back(std::move(undo));
    }

  private:
    bool on_ = false;
    std::vector<std::function<void()>> undo_;
};

}  // namespace disapa
