// disapa-hostile FOLDER ACT.json [PHOTO]: what an enrolled kiosk could sign if its program were not
// ours. Appends the act to the kiosk's feed as it stands, past every check of the counter, keeps
// the bytes of the photo, and prints the receipt code that the act has if it is a `submitted`.
#include <iostream>
#include <nlohmann/json.hpp>

#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/program.h"
#include "shared/log/canonical_json.h"
#include "shared/store/node.h"

namespace disapa {
namespace {

int run(int count, char** words) {
    if (count != 3 && count != 4) {
        std::cerr << "usage: disapa-hostile FOLDER ACT.json [PHOTO]\n";
        return kExitUsage;
    }
    const SystemClock clock;
    SystemRandom random;
    auto node = Node::open(words[1], clock, random);
    if (!node) return tell(node.error());
    auto text = read_file(words[2], limits::kPayloadBytes);
    if (!text) return tell(text.error());
    auto payload = to_canonical(Json::parse(*text));
    if (!payload) return tell(payload.error());
    auto photo = count == 4 ? read_file(words[3], limits::kBlobBytes) : Result<Bytes>(Bytes{});
    if (!photo) return tell(photo.error());
    const auto code = show_code(receipt_code(sha256(*payload)));
    auto done = node->write([&](Writer& writer) -> Status {
        if (!photo->empty()) {
            if (auto kept = writer.put_blob(*photo); !kept) return pass(std::move(kept));
        }
        std::vector<Entry> entries{node_entry(std::move(*payload))};
        return writer.append(node->setup().region, std::move(entries));
    });
    if (!done) return tell(done.error());
    std::cout << code << '\n';
    return kExitDone;
}

}  // namespace
}  // namespace disapa

int main(int count, char** words) {
    return disapa::run(count, words);
}
