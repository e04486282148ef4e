// What stands behind a Counter; its methods are in counter.cpp (device, home, proof), drafting.cpp
// (the citizen's draft and receipt) and casework.cpp (officers and their steps). For these three
// alone.
#pragma once

#include "kiosk/counter/case_view.h"
#include "kiosk/counter/counter.h"
#include "kiosk/counter/drafts.h"
#include "kiosk/counter/steps.h"
#include "shared/service/nik.h"
#include "shared/service/office.h"

namespace disapa {

[[nodiscard]] inline tl::unexpected<Error> no_such_case() {
    return fail(ErrorCode::not_found,
                "Kode itu tidak ada di kios ini. Periksa lagi kode pada tanda terima Anda.",
                "no such case here");
}

struct Counter::State {
    Node node;
    Catalogue catalogue;
    Lists lists;
    Drafts drafts;
    CaseViews views;
    Steps steps;

    State(Node opened, Catalogue services, Lists known)
        : node(std::move(opened)),
          catalogue(std::move(services)),
          lists(std::move(known)),
          drafts(node, catalogue, lists),
          views(node, catalogue, lists),
          steps(node, catalogue, lists, views) {}

    struct Found {
        const Book* book;
        const Case* of;
    };
    Result<Found> find(std::string_view typed) {
        const auto code = read_code(typed);
        if (!code) {
            return fail(ErrorCode::invalid,
                        "Kode itu keliru. Kode terdiri dari 11 huruf dan angka, seperti pada tanda "
                        "terima.",
                        "receipt code does not check");
        }
        auto book = node.book();
        if (!book) return pass(std::move(book));
        const auto* of = (*book)->find_code(*code);
        if (!of) return no_such_case();
        return Found{*book, of};
    }

    std::string office_line() {
        const auto& region = node.setup().region;
        return (region.is_kelurahan() ? "Kelurahan " : "Desa ") + lists.region_name(region);
    }
    std::string telephone() {
        auto office = find_office(node, node.setup().region);
        return office && *office ? (*office)->phone : "";
    }

    // The newest form of this NIK that was entered on this kiosk; null when there is none.
    Json known_form(const std::string& nik);
    // The same NIK asked for the same service within 24 hours: the newest such code.
    std::optional<std::string> twin(std::string_view service, const std::string& nik);

    Result<ReceiptView> receipt(std::string_view code) {
        auto found = find(code);
        if (!found) return pass(std::move(found));
        return views.receipt(*found->of, office_line(), telephone());
    }
};

}  // namespace disapa
