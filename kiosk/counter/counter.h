// What a citizen or an officer can do at the counter, with no screen in it.
//
// The headless sub-commands, the touch screens, the tests and the simulator all run this code.
// Thread rule: a Counter belongs to one thread (the kiosk's worker); views are plain values and may
// be handed to another thread. Every call that changes something is durable when it returns a
// value.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/counter/acts.h"
#include "kiosk/counter/views.h"
#include "shared/crypto/key_file.h"
#include "shared/letter/letter.h"
#include "shared/service/service.h"
#include "shared/store/enrolment.h"
#include "shared/store/node.h"

namespace disapa {

// An officer who has given his PIN. Holds the signing key in locked memory until it dies.
class Session {
  public:
    Session(OfficerView officer, SigningKey key)
        : officer_(std::move(officer)), key_(std::move(key)) {}
    [[nodiscard]] const OfficerView& officer() const { return officer_; }
    [[nodiscard]] const SigningKey& key() const { return key_; }

  private:
    OfficerView officer_;
    SigningKey key_;
};

class Counter {
  public:
    // Enrols this device (role kiosk) in an empty folder, or an officer on this device (petugas,
    // kades; `pin` needed). Only writes the store: the hub answers in a later exchange; until then
    // the key is provisional here. The same invite again, not yet answered, is refused by sentence.
    [[nodiscard]] static Result<KeyId> enrol(const std::filesystem::path& folder,
                                             std::string_view invite, std::string_view pin,
                                             const Clock& clock, Random& random,
                                             Argon2Cost cost = {});

    [[nodiscard]] static Result<Counter> open(const std::filesystem::path& folder,
                                              const std::filesystem::path& assets,
                                              const Clock& clock, Random& random);
    Counter(Counter&&) noexcept;
    Counter& operator=(Counter&&) noexcept;
    ~Counter();

    [[nodiscard]] const Catalogue& catalogue() const;
    [[nodiscard]] const Lists& lists() const;
    [[nodiscard]] Node& node();

    // --- the citizen ------------------------------------------------------------------------
    [[nodiscard]] HomeView home();
    // Starts a draft: presets of the service, the desa's own region. One draft at a time.
    [[nodiscard]] Result<DraftView> begin(std::string_view service);
    // The draft left on disk by a power cut, if it is younger than kDraftMinutes and the clock is
    // not in doubt; an older one is wiped by this call. Shows only service and the last 4 digits of
    // the NIK.
    [[nodiscard]] std::optional<DraftLeft> left_draft();
    [[nodiscard]] Result<DraftView> resume();
    // Sets one answer ("" clears it) as typed; saved on disk. A NIK proposes birth date and sex;
    // with `clerk` set and the NIK seen before on this kiosk, the rest is proposed too.
    [[nodiscard]] Result<DraftView> answer(std::string_view field, const Json& value,
                                           const Session* clerk);
    // How a paper comes: brought, file (bytes attached), missing.
    [[nodiscard]] Result<DraftView> paper(std::string_view id, PaperHow how);
    [[nodiscard]] Result<DraftView> attach(std::string_view id, std::string_view file_name,
                                           ByteView bytes);
    // A file that an earlier case of the same person brought (its blob is here): not sent again.
    [[nodiscard]] Result<DraftView> reuse(std::string_view id, const acts::PaperFact& file);
    // Who fills it in for the applicant; an empty name clears it.
    [[nodiscard]] Result<DraftView> helped_by(const Helper& helper);
    // "Susulan": the date on the paper form that a clerk types in; nothing clears it.
    [[nodiscard]] Result<DraftView> entered_on(const std::optional<Date>& date,
                                               const Session& clerk);
    // The person has shown that the NIK is his (identity.h): what is known of him is proposed.
    [[nodiscard]] Result<DraftView> identify(const Json& known);
    // Somebody is there, though he answers nothing: the draft stays.
    [[nodiscard]] Status touch_draft();
    // The page the person is on: `resume` gives it back in DraftView::place.
    [[nodiscard]] Status draft_at(std::string_view place);
    // Every group of questions, and whether it is complete.
    [[nodiscard]] DraftView draft() const;
    // The same NIK asked for the same service within 24 hours: its code, to be asked about.
    [[nodiscard]] std::optional<std::string> recent_twin();
    // The same of a form as typed, for the headless sub-command.
    [[nodiscard]] std::optional<std::string> twin_of(std::string_view service, const Json& typed);
    [[nodiscard]] Result<ReceiptView> submit_draft(const Session* clerk);
    void wipe_draft();
    // Wipes a draft untouched for kDraftMinutes; true when it did.
    bool wipe_if_left();

    // Everything at once, for the headless sub-command. `typed` as in the design's "Form files".
    struct Attachment {
        std::string paper, file_name;
        Bytes bytes;
    };
    struct Aside {  // what is said about the request, not in it
        Helper helper;
        std::optional<Date> entered;  // "susulan"; needs a clerk
    };
    [[nodiscard]] Result<ReceiptView> submit(std::string_view service, const Json& typed,
                                             const std::vector<Attachment>& attachments,
                                             const Session* clerk, const Aside& aside = {});
    [[nodiscard]] Result<ReceiptView> receipt(std::string_view code);
    [[nodiscard]] Result<Bytes> receipt_pdf(std::string_view code);
    // Anyone may look a code up: service, state, place and next step; never name, NIK or answers.
    [[nodiscard]] Result<StatusView> status(std::string_view typed_code);

    // --- officers ----------------------------------------------------------------------------
    [[nodiscard]] std::vector<OfficerView> officers();
    // Throttled on disk. The Argon2id cost is the key file's own.
    [[nodiscard]] Result<Session> sign_in(const KeyId& officer, std::string_view pin);
    [[nodiscard]] std::vector<QueueRow> queue();
    [[nodiscard]] Result<CaseView> view(std::string_view code, const Session* officer);

    // `papers`: for each paper of the case, seen or why it is absent. A paper neither seen nor
    // explained blocks: the sentence names it.
    [[nodiscard]] Status verify(std::string_view code, const std::vector<PaperCheck>& papers,
                                const Session& clerk);
    // With the letter's claims, and the desa's number where the service has one.
    [[nodiscard]] Status endorse(std::string_view code, const Session& kades);
    // One after the other, each durable by itself: what cannot be endorsed stops no other.
    [[nodiscard]] std::vector<Endorsed> endorse_all(const std::vector<std::string>& codes,
                                                    const Session& kades);
    [[nodiscard]] Status give_back(std::string_view code, const Reason& reason,
                                   const Session& officer);
    [[nodiscard]] Status give_back(std::string_view code, std::string_view words,
                                   const Session& officer) {
        return give_back(code, Reason{{}, std::string(words)}, officer);
    }
    [[nodiscard]] Status cancel(std::string_view code, std::string_view reason,
                                const Session& officer);
    // Opens the returned case's answers as a draft; submit_draft then amends the same case.
    [[nodiscard]] Result<DraftView> begin_amend(std::string_view code, const Session& clerk);
    // Headless form of amending: the whole form again.
    [[nodiscard]] Result<ReceiptView> amend(std::string_view code, const Json& typed,
                                            const std::vector<Attachment>& attachments,
                                            const Session& clerk, const Aside& aside = {});
    [[nodiscard]] Result<Bytes> letter_pdf(std::string_view code);
    [[nodiscard]] Status printed(std::string_view code, const Session& officer);
    // `signature`: a PNG of what the receiver drew, at most kSignatureBytes; may be empty.
    [[nodiscard]] Status hand_over(std::string_view code, std::string_view receiver,
                                   ByteView signature, const Session& officer);
    [[nodiscard]] Status hand_over(std::string_view code, std::string_view receiver,
                                   const Session& officer) {
        return hand_over(code, receiver, ByteView{}, officer);
    }
    // Cases whose decision changed after it was shown here (the order of the kecamatan is the one
    // that counts), until an officer has read it.
    [[nodiscard]] std::vector<QueueRow> changed_cases();
    [[nodiscard]] Status changes_read();
    // The sentence after a restore was read: no process says it again.
    [[nodiscard]] Status rebirth_read();

    // --- proof -----------------------------------------------------------------------------
    [[nodiscard]] Verification verify_text(std::string_view qr_text);
    // Evidence of a case: acts, JWS, Merkle paths, heads, roster acts, public keys as a JWK set.
    [[nodiscard]] Result<std::string> export_case(std::string_view code);
    [[nodiscard]] Result<std::string> case_json(std::string_view code);
    [[nodiscard]] std::string queue_json();

    // What the agent wrote about the link, how many acts wait, clock doubt.
    [[nodiscard]] LinkView link();
    // Grows whenever anything shown may have changed (this or another process committed).
    [[nodiscard]] std::uint64_t version();

  private:
    struct State;
    explicit Counter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace disapa
