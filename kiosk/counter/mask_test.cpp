#include "kiosk/counter/mask.h"

#include <doctest/doctest.h>

using namespace disapa;

TEST_CASE("masks leave enough to know one's own data by, and no more") {
    CHECK(masked_number("6402125203850002") == "6402********0002");
    CHECK(masked_number("081255550103") == "0812****0103");
    CHECK(masked_number("1234") == "**34");
    CHECK(masked_number("") == "");
    CHECK(masked_name("PEBULAAN NGAU") == "PE*** NG**");
    CHECK(masked_name("A BIT ADA") == "A B** A**");
    CHECK(masked_name("\xc3\x89LISE") == "\xc3\x89L***");
    CHECK(masked_name("") == "");
    CHECK(masked_date("1985-03-12") == "**-**-1985");
}

TEST_CASE("only what the kiosk filled in for an identified person is veiled") {
    Field name, nik, faith, purpose;
    nik.type = FieldType::nik;
    faith.type = FieldType::reference;
    DraftView draft;
    draft.review = "PEBULAAN NGAU meminta surat untuk sekolah PEBULAAN.";
    Question one;
    one.field = &name;
    one.typed = one.shown = "PEBULAAN NGAU";
    one.proposed = true;
    Question typed;
    typed.field = &nik;
    typed.typed = typed.shown = "6402125203850002";
    Question list;
    list.field = &faith;
    list.typed = "3";
    list.shown = "KATHOLIK";
    list.proposed = true;
    draft.groups.push_back({"pemohon", "", {one, typed, list}, true});
    veil(draft);
    CHECK(draft.groups[0].questions[0].veil.empty());  // nobody has shown who he is
    draft.identified = true;
    veil(draft);
    const auto& questions = draft.groups[0].questions;
    CHECK(questions[0].veil == "PE*** NG**");
    CHECK(questions[0].shown == "PE*** NG**");
    CHECK(questions[0].typed == "PEBULAAN NGAU");
    CHECK(questions[1].veil.empty());
    CHECK(questions[2].veil.empty());
    CHECK(draft.review == "PE*** NG** meminta surat untuk sekolah PEBULAAN.");
}
