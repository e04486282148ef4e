#include "shared/service/nik.h"

#include <doctest/doctest.h>

using namespace disapa;

namespace {
const Date kToday{2026, 11, 22};
bool bad(std::string_view digits) {
    return !read_nik(digits, kToday).problem.empty();
}
}  // namespace

TEST_CASE("a NIK says where, when and whether a woman") {
    const auto man = read_nik("6402060503900001", kToday);
    CHECK(man.problem.empty());
    CHECK(man.registered.code() == "64.02.06");
    CHECK(man.born == Date{1990, 3, 5});
    CHECK_FALSE(man.female);
    const auto woman = read_nik("6402064503900001", kToday);
    CHECK(woman.problem.empty());
    CHECK(woman.born == Date{1990, 3, 5});
    CHECK(woman.female);
}

TEST_CASE("two digits of a year take the likelier century") {
    CHECK(read_nik("6402060101100001", kToday).born == Date{2010, 1, 1});
    CHECK(read_nik("6402062211260001", kToday).born == Date{2026, 11, 22});
    CHECK(read_nik("6402062311260001", kToday).born == Date{1926, 11, 23});
    CHECK(read_nik("6402062902000001", kToday).born == Date{2000, 2, 29});  // 1900 was no leap year
    CHECK(read_nik("6402062902280001", kToday).born == Date{1928, 2, 29});
}

TEST_CASE("impossible digits are told") {
    CHECK(bad(""));
    CHECK(bad("640206050390000"));
    CHECK(bad("64020605039000011"));
    CHECK(bad("640206050390000a"));
    CHECK(bad("6402060503900000"));  // series 0000
    CHECK(bad("1111111111111111"));
    CHECK(bad("6402060013900001"));
    CHECK(bad("6402060513900001"));  // month 13
    CHECK(bad("6402063202900001"));  // day 32
    CHECK(bad("6402063002900001"));  // 30 February
    CHECK(bad("6402062902900001"));  // 1990 is no leap year in either century
    CHECK(bad("6402067203900001"));  // day 32 of a woman
    CHECK_FALSE(bad("6402067103900001"));
}

TEST_CASE("a family card has the day of issue, without the forty") {
    CHECK(kk_problem("6402121205110004").empty());
    CHECK_FALSE(kk_problem("6402125205110004").empty());
    CHECK_FALSE(kk_problem("640212120511000").empty());
    CHECK_FALSE(kk_problem("6402121205110000").empty());
    CHECK_FALSE(kk_problem("2222222222222222").empty());
}

TEST_CASE("phones begin with 08 or +62 and have 9 to 14 digits") {
    CHECK(phone_problem("081255550103").empty());
    CHECK(phone_problem("+6281255550103").empty());
    CHECK(phone_problem("081255550").empty());
    CHECK_FALSE(phone_problem("08125555").empty());
    CHECK_FALSE(phone_problem("081255550103999").empty());
    CHECK_FALSE(phone_problem("6281255550103").empty());
    CHECK_FALSE(phone_problem("0541123456").empty());
    CHECK_FALSE(phone_problem("08125555010a").empty());
    CHECK_FALSE(phone_problem("").empty());
}
