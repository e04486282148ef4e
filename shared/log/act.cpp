#include "shared/log/act.h"

#include <array>
#include <utility>

namespace disapa {

namespace {

constexpr std::array kTypeNames{
    std::pair{ActType::submitted, "submitted"},
    std::pair{ActType::verified, "verified"},
    std::pair{ActType::endorsed, "endorsed"},
    std::pair{ActType::checked, "checked"},
    std::pair{ActType::initialled, "initialled"},
    std::pair{ActType::approved, "approved"},
    std::pair{ActType::rejected, "rejected"},
    std::pair{ActType::returned, "returned"},
    std::pair{ActType::amended, "amended"},
    std::pair{ActType::cancelled, "cancelled"},
    std::pair{ActType::issued, "issued"},
    std::pair{ActType::printed, "printed"},
    std::pair{ActType::handed_over, "handed_over"},
    std::pair{ActType::revoked, "revoked"},
    std::pair{ActType::reissued, "reissued"},
    std::pair{ActType::erased, "erased"},
    std::pair{ActType::key_enrolled, "key_enrolled"},
    std::pair{ActType::key_revoked, "key_revoked"},
    std::pair{ActType::role_granted, "role_granted"},
    std::pair{ActType::delegated, "delegated"},
    std::pair{ActType::admitted, "admitted"},
    std::pair{ActType::received, "received"},
    std::pair{ActType::roster_at, "roster_at"},
    std::pair{ActType::numbers_granted, "numbers_granted"},
    std::pair{ActType::office_published, "office_published"},
    std::pair{ActType::catalogue_published, "catalogue_published"},
    std::pair{ActType::question_asked, "question_asked"},
    std::pair{ActType::answered, "answered"},
    std::pair{ActType::notice, "notice"},
};

constexpr std::array kRoleNames{
    std::pair{Role::kiosk, "kiosk"},   std::pair{Role::petugas, "petugas"},
    std::pair{Role::kades, "kades"},   std::pair{Role::verifikator, "verifikator"},
    std::pair{Role::sekcam, "sekcam"}, std::pair{Role::camat, "camat"},
    std::pair{Role::admin, "admin"},   std::pair{Role::hub, "hub"},
};

template <class Table, class Value>
std::string_view name_of(const Table& table, Value value) {
    for (const auto& [known, name] : table) {
        if (known == value) return name;
    }
    return {};
}

template <class Table, class Value>
Value value_of(const Table& table, std::string_view text, Value otherwise) {
    for (const auto& [value, name] : table) {
        if (text == name) return value;
    }
    return otherwise;
}

}  // namespace

std::string_view to_text(ActType type) {
    return name_of(kTypeNames, type);
}

ActType act_type_from_text(std::string_view text) {
    return value_of(kTypeNames, text, ActType::unknown);
}

std::string_view to_text(Role role) {
    return name_of(kRoleNames, role);
}

Role role_from_text(std::string_view text) {
    return value_of(kRoleNames, text, Role::none);
}

}  // namespace disapa
