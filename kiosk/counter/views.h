// What screens and sub-commands show: plain values, made by the counter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/base/bytes.h"
#include "shared/base/clock.h"
#include "shared/base/date.h"
#include "shared/cases/book.h"
#include "shared/service/service.h"

namespace disapa {

// What the agent last said of the link (sync/link_state.h).
enum class LinkState {
    never,
    good,
    slow,
    waiting,      // reached, something waits for its receipt
    no_network,   // of this machine
    no_name,      // of the hub
    unreachable,  // a network, but no hub
    down,         // the road ended on the way
    portal,
    refused,
    clock,   // the clocks of kiosk and hub differ
    window,  // waits for its hours
    quota,   // today's bytes are used up
    revoked,
};

struct LinkView {
    LinkState state = LinkState::never;
    std::string sentence;      // Indonesian
    Instant last_contact = 0;  // 0: never
    std::size_t waiting = 0;   // cases whose newest revision has no receipt yet
    std::size_t arrived = 0;
    bool clock_doubt = false;  // the clock is before the newest hub time known
};

struct ServiceCard {
    std::string code, title, hint, icon, group;
};
struct HomeView {
    std::string office_line;  // "Desa Umaq Dian"
    std::string place_line;   // "Kecamatan Tabang, Kabupaten Kutai Kartanegara"
    std::string telephone;
    std::vector<ServiceCard> services;
    LinkView link;
    std::string notice;  // said once after a restore; empty otherwise
    bool sample = false;
};

enum class PaperHow { brought, file, missing };
struct PaperAnswer {
    std::string id, label;
    bool required = true;
    PaperHow how = PaperHow::brought;
    std::string file_name;
    std::size_t size = 0;
    bool reused = false;  // the file came with an earlier case: nothing is sent again
};

// One question with its answer and what is wrong with it.
struct Question {
    const Field* field = nullptr;   // lives as long as the Counter
    std::string typed;              // text form of the answer; tables use `rows`
    std::string shown;              // as a person reads it
    std::vector<Finding> findings;  // of this question, tables included
    bool proposed = false;          // filled in by the kiosk, not by the person
    std::string veil;  // shown while untouched instead of `typed` (mask.h); empty: no need
    std::vector<std::vector<std::string>> rows;  // table: typed text of each column
};
struct QuestionGroup {
    std::string id, label;
    std::vector<Question> questions;
    bool complete = false;
};
// Who fills a request in for the applicant: a child, a neighbour, an officer of the RT.
struct Helper {
    std::string name, relation;  // relation as chosen or typed; empty: not said
    [[nodiscard]] bool operator==(const Helper&) const = default;
};
// One sentence of a review, and where its newest answer is given.
struct ReviewSentence {
    std::string text;
    std::size_t group = 0;  // index in DraftView::groups
};
struct DraftView {
    std::string service, service_name;
    std::vector<QuestionGroup> groups;
    std::vector<PaperAnswer> papers;
    std::string review;                     // plain sentences
    std::vector<ReviewSentence> sentences;  // the same, one by one
    std::string place;   // where the person was, see Counter::draft_at; empty: at the beginning
    std::string amends;  // code of the case it amends; empty for a new one
    Helper helper;
    std::optional<Date> entered;  // "susulan": the date on the paper form that a clerk types in
    bool identified = false;      // the person has shown who he is, see Counter::identify
    bool complete = false;
};
struct DraftLeft {
    std::string service_name;
    std::string nik_tail;  // last 4 digits; empty when none was typed
};

struct ReceiptView {
    std::string code;        // "K7M2QX94BHD"
    std::string shown_code;  // "K7M-2QX-94B-HD"
    std::string service_name;
    std::string asked_on, come_back_on;  // "Senin, 23 November 2026"
    std::vector<std::string> bring;
    std::string office_line, telephone;
    bool holiday_table_ended = false;
    bool sample = false;
};

struct StatusView {
    std::string shown_code, service_name;
    std::string state;                 // in words: "Disahkan kepala desa"
    std::string place;                 // where it is now: "di kantor desa", "di kecamatan"
    std::string next;                  // what happens next, or what the person should do
    std::string reason;                // of a return or rejection
    std::vector<std::string> reasons;  // the same, a sentence each
    std::string come_back_on;
};

struct OfficerView {
    KeyId key;
    std::string name, title;
    Role role = Role::none;
    bool provisional = false;  // the hub has not answered yet
};

enum class Urgency { fine, today, late };
struct QueueRow {
    std::string code, shown_code, service, service_name, applicant;
    CaseState state = CaseState::submitted;
    std::string state_words, waits_for;  // "petugas", "kades", "kecamatan", "cetak", "warga", ""
    Urgency urgency = Urgency::fine;
    std::string age;  // "hari ini", "2 hari lalu"
    Instant submitted_at = 0;
    Date asked_on;            // of the paper form where `late_entry`, else of submitted_at
    bool late_entry = false;  // "susulan"
    std::string nik_tail;     // last 4 digits of the applicant's NIK, for the search
    bool arrived = false;
    bool stale_paper = false;  // the newest print is of a letter that no longer stands
};

struct PaperView {
    std::string id, label;
    bool required = true;
    PaperHow how = PaperHow::brought;
    std::optional<Digest> blob;
    std::string file_name;
    bool seen = false;
    std::string absent_reason;
};
struct PaperCheck {
    std::string id;
    bool seen = false;
    std::string absent_reason;
};
// What became of one of many cases that a kades endorsed at once.
struct Endorsed {
    std::string code, shown_code, applicant, service_name;
    std::string number;   // the desa's, where one was given
    std::string problem;  // why it was not endorsed; empty: it was
};
// Why a case goes back: codes of assets/lists/alasan_kembali.csv, and the officer's own words.
struct Reason {
    std::vector<std::string> codes;
    std::string words;
};

// What an amended request says otherwise than the revision before.
struct Change {
    std::string label, before, now;  // as a person reads them; empty: nothing was said
};
struct LifeLine {
    std::string sentence;  // "Diverifikasi oleh Mastora Lestari"
    std::string when;      // "23 November 2026 14.05 WITA"
    std::string note;      // reason, or why it has no effect
    std::string why;       // the same as a key of the words file ("fate.late"); empty for effect
    bool counted = false;
    bool effect = true;
};
struct CaseView {
    std::string code, shown_code, service, service_name, applicant;
    CaseState state = CaseState::submitted;
    std::string state_words, region;
    bool arrived = false;
    std::string number, register_number;
    std::string review;
    std::vector<QuestionGroup> answers;
    std::vector<PaperView> papers;
    std::vector<LifeLine> life;
    std::string reason;           // newest return or rejection
    std::vector<Change> changes;  // against the revision before; empty for the first
    Helper helper;
    std::optional<Date> entered;  // "susulan": date of the paper form
    std::string receiver;         // who took the letter, and the picture of his signature
    std::optional<Digest> signature;
    // What the signed-in officer may do now.
    struct May {
        bool verify = false, endorse = false, give_back = false, cancel = false, amend = false,
             print = false, hand_over = false;
    } may;
    std::string waiting_sentence;  // what it waits for, in words
    bool has_letter = false;
    bool stale_paper = false;  // the newest print is of a letter that no longer stands
};

}  // namespace disapa
