#include "tests/sim/desa_people.h"

#include <nlohmann/json.hpp>

namespace disapa::sim {
namespace {

Role role_for(CaseState state) {
    return state == CaseState::verified ? Role::kades : Role::petugas;
}

// A photograph of so many bytes: a JPEG to whoever looks at its first bytes only.
Bytes photograph(Dice& dice) {
    Bytes bytes{0xFF, 0xD8, 0xFF, 0xE0};
    const auto size = static_cast<std::size_t>(dice.between(500, 40000));
    while (bytes.size() < size) bytes.push_back(static_cast<std::uint8_t>(dice.next()));
    return bytes;
}

}  // namespace

void DesaPeople::check_told(const Error& error, const Machine& machine) {
    if (error.sentence.size() < 10 || error.sentence.back() != '.')
        throw Violation("Told", machine.name() + ": no sentence for: " + error.log);
    const bool is_about_space = error.log.find("full") != std::string::npos;
    if (machine.is_full && is_about_space && error.sentence.find("enuh") == std::string::npos)
        throw Violation("Told", machine.name() + ": a full disk is not named: " + error.sentence);
}

void DesaPeople::visit(Kiosk& kiosk) {
    const auto throws = dice_.below(100);
    if (throws < 25) {
        submit(kiosk);
    } else if (throws < 30) {
        look_up(kiosk);
    } else {
        work(kiosk);
    }
}

std::vector<Counter::Attachment> DesaPeople::photo(const Service& service) {
    std::vector<Counter::Attachment> files;
    if (service.papers.empty() || !dice_.chance(12)) return files;
    files.push_back({dice_.any(service.papers).id, "foto.jpg", photograph(dice_)});
    return files;
}

void DesaPeople::submit(Kiosk& kiosk) {
    const auto& service = dice_.any(bench_.catalogue->services());
    const auto form = people_.form(service.code, wita_date(now_));
    const auto files = photo(service);
    auto receipt = kiosk.counter->submit(service.code, form, files, nullptr);
    if (kiosk.is_dead()) return;
    if (!receipt) {
        trace_.note(now_, kiosk.name(), "submit refused: " + receipt.error().log);
        return check_told(receipt.error(), kiosk);
    }
    // From here on there is a paper in somebody's hand.
    truth_.receipts[receipt->code] = {receipt->code, kiosk.name(), form.value("nik", "")};
    for (const auto& file : files) photos_.push_back({sha256(file.bytes), kiosk.name()});
    done(kiosk, receipt->code, ActType::submitted);
}

void DesaPeople::look_up(Kiosk& kiosk) {
    std::vector<std::string> codes;
    for (const auto& [code, receipt] : truth_.receipts) {
        if (receipt.kiosk == kiosk.name()) codes.push_back(code);
    }
    if (codes.empty()) return;
    const auto& code = dice_.any(codes);
    auto status = kiosk.counter->status(code);
    if (!status) {
        throw Violation(
            "Kept", kiosk.name() + ": receipt " + code + " is not known: " + status.error().log);
    }
    if (status->state.empty()) throw Violation("Told", kiosk.name() + ": no state of " + code);
    trace_.note(now_, kiosk.name(), "looked up " + code + ": " + status->state);
    if (dice_.chance(20)) (void)kiosk.counter->queue();
}

// A case on which somebody of this desa has something to do.
const Case* DesaPeople::pick(Kiosk& kiosk) {
    auto book = kiosk.node().book();
    if (!book) throw Violation("Kept", kiosk.name() + ": no book: " + book.error().log);
    std::vector<const Case*> open;
    for (const auto& [id, of] : (*book)->cases()) {
        switch (of.state) {
            case CaseState::submitted:
            case CaseState::amended:
            case CaseState::verified:
            case CaseState::returned:
            case CaseState::issued:
            case CaseState::approved:
            case CaseState::printed:
                open.push_back(&of);
                break;
            case CaseState::endorsed:  // a clerk may try what is too late, or cancel
                if (dice_.chance(5)) open.push_back(&of);
                break;
            default:
                if (dice_.chance(1)) open.push_back(&of);
        }
    }
    return open.empty() ? nullptr : dice_.any(open);
}

void DesaPeople::work(Kiosk& kiosk) {
    const auto* of = pick(kiosk);
    if (of == nullptr) return submit(kiosk);
    const auto code = of->code;
    std::vector<Officer> hands;
    for (const auto& officer : kiosk.officers) {
        if (officer.role == role_for(of->state) || dice_.chance(5)) hands.push_back(officer);
    }
    if (hands.empty()) return;
    const auto officer = dice_.any(hands);
    auto session = kiosk.session_of(officer);
    if (kiosk.is_dead()) return;
    if (!session) {
        trace_.note(now_, kiosk.name(), "sign in refused: " + session.error().log);
        return check_told(session.error(), kiosk);
    }
    // Signing in may have written: look again.
    auto book = kiosk.node().book();
    of = book ? (*book)->find_code(code) : nullptr;
    if (of == nullptr) throw Violation("Kept", kiosk.name() + ": " + code + " is gone");
    ActType type = ActType::unknown;
    auto status = act(kiosk, *of, **session, type);
    if (kiosk.is_dead()) return;
    if (status) return done(kiosk, code, type);
    trace_.note(now_, kiosk.name(),
                std::string(to_text(type)) + " " + code + " refused: " + status.error().log);
    check_told(status.error(), kiosk);
}

Status DesaPeople::act(Kiosk& kiosk, const Case& of, const Session& clerk, ActType& type) {
    auto& counter = *kiosk.counter;
    const auto code = of.code;
    const auto throws = dice_.below(100);
    if (throws < 3) {
        type = ActType::cancelled;
        return counter.cancel(code, "Pemohon membatalkan sendiri.", clerk);
    }
    if (throws < 12 && of.state != CaseState::approved && of.state != CaseState::issued) {
        type = ActType::returned;
        return counter.give_back(code, "Kartu keluarga belum jelas terbaca.", clerk);
    }
    switch (of.state) {
        case CaseState::verified:
            type = ActType::endorsed;
            return counter.endorse(code, clerk);
        case CaseState::returned:
            type = ActType::amended;
            return amend(kiosk, of, clerk);
        case CaseState::issued:
        case CaseState::approved:
            type = ActType::printed;
            return print(kiosk, code, clerk);
        case CaseState::printed:
            type = ActType::handed_over;
            return counter.hand_over(code, "Keluarga pemohon", clerk);
        default:
            type = ActType::verified;
            return verify(kiosk, code, clerk);
    }
}

Status DesaPeople::verify(Kiosk& kiosk, const std::string& code, const Session& clerk) {
    auto view = kiosk.counter->view(code, &clerk);
    if (!view) return pass(std::move(view));
    std::vector<PaperCheck> checks;
    for (const auto& paper : view->papers) {
        const bool is_absent = dice_.chance(10);
        checks.push_back({paper.id, !is_absent, is_absent ? "Sedang diurus di kecamatan." : ""});
    }
    return kiosk.counter->verify(code, checks, clerk);
}

Status DesaPeople::amend(Kiosk& kiosk, const Case& of, const Session& clerk) {
    const auto* service = bench_.catalogue->find(of.service);
    const auto form = people_.form(of.service, wita_date(now_));
    auto receipt = kiosk.counter->amend(of.code, form, photo(*service), clerk);
    if (!receipt) return pass(std::move(receipt));
    return {};
}

Status DesaPeople::print(Kiosk& kiosk, const std::string& code, const Session& clerk) {
    // Drawing a letter takes long, and the simulator is not about fonts: some are enough.
    if (dice_.chance(3)) {
        auto letter = kiosk.counter->letter_pdf(code);
        if (!letter) return pass(std::move(letter));
    }
    return kiosk.counter->printed(code, clerk);
}

// The person was told that it is done: it must be on this machine's disk, now and for ever.
void DesaPeople::done(Kiosk& kiosk, const std::string& code, ActType type) {
    ++done_;
    trace_.note(now_, kiosk.name(), std::string(to_text(type)) + " " + code);
    checkers_.after(kiosk, {kiosk.region});
    auto book = kiosk.node().book();
    const auto* of = book ? (*book)->find_code(code) : nullptr;
    if (of == nullptr) throw Violation("Kept", kiosk.name() + ": " + code + " is not here");
    for (auto act = of->life.rbegin(); act != of->life.rend(); ++act) {
        if (act->type != type || act->node != kiosk.node().id()) continue;
        truth_.said[kiosk.name()].insert(act->digest);
        if (checkers_.holds(kiosk, act->digest)) return;
        break;
    }
    throw Violation("Kept", kiosk.name() + ": " + std::string(to_text(type)) + " of " + code +
                                " was said to be done and is not on the disk");
}

}  // namespace disapa::sim
