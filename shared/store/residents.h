// The register of residents of one desa: DIR/residents.db, a file of its own beside the store.
//
// It is this kiosk's copy of what the desa keeps elsewhere: never part of a feed or a bundle, only
// of the copies that the desa itself makes (copy.h). Dates are "YYYY-MM-DD"; sex, religion and the
// like are codes of assets/lists, or "" where the desa does not know. Errors: as of Database;
// `not_found` when there is no register here. Thread rule: a Residents belongs to one thread;
// several may stand on the same file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.h"
#include "shared/store/database.h"

namespace disapa {

struct Resident {
    std::string nik;  // 16 digits, the key
    std::string kk;   // 16 digits, or ""
    std::string name;
    std::string birth_place, born;
    std::string sex, religion, marital, occupation, nationality;
    std::string address, rt, rw, phone;
    bool operator==(const Resident&) const = default;
};

enum class ResidentChange { added, changed, same };

// Inside the one transaction of an import.
class ResidentWriter {
  public:
    virtual ~ResidentWriter() = default;
    [[nodiscard]] virtual Result<ResidentChange> put(const Resident& resident) = 0;
    [[nodiscard]] virtual Result<bool> remove(std::string_view nik) = 0;  // true: was there
};

class Residents {
  public:
    // What is there; `not_found` when nothing was imported yet.
    [[nodiscard]] static Result<Residents> open(const std::filesystem::path& folder);
    // The same, made when it is not there.
    [[nodiscard]] static Result<Residents> create(const std::filesystem::path& folder);
    Residents(Residents&&) noexcept;
    Residents& operator=(Residents&&) noexcept;
    ~Residents();

    [[nodiscard]] Result<std::size_t> count();
    [[nodiscard]] Result<std::optional<Resident>> find(std::string_view nik);

    // Digits: the beginning of a NIK or of a KK, four at least. Else words of a name, each of two
    // letters at least and as far as it was typed; a typing error in a word of four letters or
    // more, two in eight or more, are forgiven. Best first, then by name.
    [[nodiscard]] Result<std::vector<Resident>> search(std::string_view typed, std::size_t limit);

    // All of it or nothing, whatever happens to the machine meanwhile.
    [[nodiscard]] Status write(const std::function<Status(ResidentWriter&)>& work);
    // As copy_database.
    [[nodiscard]] Status copy_to(const std::filesystem::path& file);

  private:
    struct State;
    explicit Residents(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace disapa
