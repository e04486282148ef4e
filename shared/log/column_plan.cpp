#include "shared/log/column_plan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <unordered_set>

namespace disapa {

namespace {

constexpr std::size_t kSamples = 96;  // of each column: relations show early, and time counts
constexpr double kRelationBits = 16;  // what telling one costs
constexpr double kNewValueBits = 7;

// The values of a cell, or its differences from another one.
struct Histogram {
    std::array<std::uint16_t, 100> counts{};
    std::uint32_t total = 0;
    void add(unsigned value) {
        ++counts[value];
        ++total;
    }
    // About what it costs where only values seen have a share.
    [[nodiscard]] double sparse_bits() const {
        double bits = 0;
        for (const double count : counts) {
            if (count > 0) bits += count * std::log2(total / count) + kNewValueBits;
        }
        return bits;
    }
    // Where each of `size` values has a share from the start.
    [[nodiscard]] double dense_bits(unsigned size) const {
        double bits = (std::lgamma(total + size) - std::lgamma(size)) / std::log(2.0);
        for (const double count : counts) bits -= std::lgamma(count + 1.0) / std::log(2.0);
        return bits;
    }
};

struct CellKey {
    ColumnId column = 0;
    FieldKey field;
    std::size_t cell = 0;
    auto operator<=>(const CellKey&) const = default;
};
struct SourceKey {
    ColumnId column = 0;
    std::uint32_t offset = 0;
    auto operator<=>(const SourceKey&) const = default;
};
struct CellSight {
    unsigned digits = 2;
    Histogram plain;
    std::map<SourceKey, Histogram> sources;
};
struct FieldSight {
    std::uint32_t count = 0;
    std::int64_t last = 0;
    double difference_bits = 0;
};
struct TextSight {
    std::uint32_t count = 0;
    std::unordered_set<std::string> seen;
    std::map<ColumnId, double> saved;  // bits, by whose value it equals
    std::map<ColumnId, std::uint32_t> hits;
};
struct Last {
    std::string text;
    std::string digits;
    std::vector<CellSpot> spots;
};

class Planner {
  public:
    void see(const Sight& sight) {
        const TextTemplate parted = template_of(sight.text);
        if (sight.kind == Sight::Kind::text) see_text(sight);
        Last now{sight.text, {}, {}};
        std::uint32_t run = 0;
        for (const std::string& digits : parted.runs) {
            if (sight.kind != Sight::Kind::linked) {
                const std::uint32_t which = sight.kind == Sight::Kind::integer
                                                ? kIntegerRun
                                                : std::min(run, kIntegerRun - 1);
                see_run(sight.column, {which, static_cast<std::uint32_t>(digits.size())}, digits);
            }
            for (CellSpot spot : spots_of(digits.size())) {
                spot.offset += static_cast<std::uint32_t>(now.digits.size());
                if (spot.offset < 200) now.spots.push_back(spot);
            }
            now.digits += digits;
            ++run;
        }
        if (sight.kind == Sight::Kind::integer) see_difference(integers_[sight.column], sight.text);
        last_[sight.column] = std::move(now);
    }

    [[nodiscard]] Plan finish() const {
        Plan plan;
        for (const auto& [column, sight] : texts_) {
            const auto best = best_equal(sight);
            if (best) plan[column].same_as = best;
        }
        std::map<std::pair<ColumnId, FieldKey>, double> field_bits;
        for (const auto& [key, sight] : cells_) {
            double bits = 0;
            FieldPlan& field = plan[key.column].fields[key.field];
            field.cells.push_back(best_cell(sight, bits));
            field_bits[{key.column, key.field}] += bits;
        }
        std::map<ColumnId, double> integer_bits;
        for (const auto& [key, bits] : field_bits) {
            const FieldSight& sight = fields_.at(key);
            plan[key.first].fields[key.second].is_difference = sight.difference_bits < bits;
            if (key.second.run == kIntegerRun) integer_bits[key.first] += bits;
        }
        for (const auto& [column, sight] : integers_) {
            plan[column].is_difference = sight.difference_bits < integer_bits[column];
        }
        return plan;
    }

  private:
    void see_text(const Sight& sight) {
        TextSight& text = texts_[sight.column];
        if (++text.count > kSamples) return;
        const bool is_new = text.seen.insert(sight.text).second;
        if (sight.text.empty()) return;
        for (const auto& [other, last] : last_) {
            if (other == sight.column || last.text != sight.text) continue;
            text.saved[other] += is_new ? 6.0 + 3.0 * static_cast<double>(sight.text.size()) : 1.0;
            ++text.hits[other];
        }
    }

    static std::optional<ColumnId> best_equal(const TextSight& sight) {
        std::optional<ColumnId> best;
        double most = kRelationBits;
        const double count = std::min<double>(sight.count, kSamples);
        for (const auto& [other, saved] : sight.saved) {
            const double share = sight.hits.at(other) / count;
            const double flags =
                share < 1 ? -count * (share * std::log2(share) + (1 - share) * std::log2(1 - share))
                          : 0;
            if (saved - flags <= most) continue;
            most = saved - flags;
            best = other;
        }
        return best;
    }

    void see_difference(FieldSight& sight, std::string_view digits) {
        const std::int64_t value = std::stoll(std::string(digits));
        if (sight.count > 0) {
            // Its bits, and what it costs to tell how many.
            sight.difference_bits +=
                static_cast<double>(std::bit_width(zigzag(value - sight.last))) + 1.5;
        } else {
            sight.difference_bits += static_cast<double>(std::bit_width(zigzag(value))) + 7;
        }
        ++sight.count;
        sight.last = value;
    }

    void see_run(ColumnId column, FieldKey key, const std::string& digits) {
        FieldSight& field = fields_[{column, key}];
        if (field.count >= kSamples) return;
        see_difference(field, digits);
        const std::vector<CellSpot> spots = spots_of(digits.size());
        for (std::size_t i = 0; i < spots.size(); ++i) {
            CellSight& cell = cells_[{column, key, i}];
            cell.digits = spots[i].digits;
            const unsigned count = cell.digits == 1 ? 10 : 100;
            const unsigned value = cell_at(digits, spots[i].offset, cell.digits);
            cell.plain.add(value);
            for (const auto& [other, last] : last_) {
                for (const CellSpot& spot : last.spots) {
                    if (spot.digits != cell.digits) continue;
                    const unsigned base = cell_at(last.digits, spot.offset, spot.digits);
                    cell.sources[{other, spot.offset}].add((value + count - base) % count);
                }
            }
        }
    }

    static CellPlan best_cell(const CellSight& sight, double& bits) {
        const unsigned size = sight.digits == 1 ? 10 : 100;
        CellPlan best;
        bits = sight.plain.sparse_bits();
        if (const double dense = sight.plain.dense_bits(size); dense < bits) {
            bits = dense;
            best.is_dense = true;
        }
        for (const auto& [source, histogram] : sight.sources) {
            if (histogram.total != sight.plain.total) continue;
            const double tried = histogram.sparse_bits() + kRelationBits;
            if (tried >= bits) continue;
            bits = tried;
            best = {false, CellSource{source.column, source.offset}};
        }
        return best;
    }

    std::map<ColumnId, Last> last_;
    std::map<ColumnId, TextSight> texts_;
    std::map<ColumnId, FieldSight> integers_;
    std::map<std::pair<ColumnId, FieldKey>, FieldSight> fields_;
    std::map<CellKey, CellSight> cells_;
};

}  // namespace

Plan make_plan(const std::vector<Sight>& sights) {
    Planner planner;
    for (const Sight& sight : sights) planner.see(sight);
    return planner.finish();
}

}  // namespace disapa
