// What the kiosk shows of its link: the store record kind "link", key "state", canonical JSON
//   {"clock_off":n,"last_contact":<instant or 0>,"received_bytes":n,"sent_bytes":n,
//    "sentence":"...","state":"...","waiting":n}
// `clock_off`: by how many seconds the hub's clock is ahead of this one, where that is in doubt
// (more than ten minutes); else 0. The sums of bytes (HTTP) run over the life of the store.
// `state`:
//
//   baik            good: everything arrived
//   menunggu        reached, something waits for its receipt
//   lambat          good, but below 1 kB/s
//   jam             the clocks of kiosk and hub differ
//   tanpa_jaringan  this machine has no network
//   tanpa_nama      the hub's name is not found (DNS)
//   login           a captive portal answered
//   tak_terjangkau  a network, but no hub
//   terputus        the road ended on the way
//   ditolak         the hub or the disk refuses
//   jendela         waits for its hours
//   kuota           today's bytes are used up: blobs wait
//   dicabut         this device was revoked
//
// A program that does not know a state shows the sentence.
#pragma once

#include "sync/exchange.h"

namespace disapa {

struct LinkNews {
    std::string state;
    std::string sentence;  // Indonesian: what it means and what to do
};
// What an exchange showed, and that only blobs wait because the day's bytes are used up.
[[nodiscard]] Result<LinkNews> tell_exchange(Node& kiosk, const ExchangeReport& report,
                                             bool is_budget_used = false);
// What is known without an exchange. Writes nothing where the record says so already.
[[nodiscard]] Status tell_news(Node& kiosk, const LinkNews& news);
[[nodiscard]] LinkNews news_of_no_network();
[[nodiscard]] LinkNews news_of_window(const std::string& opens_at);

}  // namespace disapa
