// disapa-hostile FOLDER FORM.json [NAME PHOTO]: what an enrolled kiosk could sign if its program
// were not ours. Appends a `submitted` for SKTM with the form as it stands, past every check of the
// counter, and prints the receipt code.
#include <iostream>
#include <nlohmann/json.hpp>

#include "kiosk/counter/acts.h"
#include "shared/base/file.h"
#include "shared/base/limits.h"
#include "shared/base/program.h"
#include "shared/log/entry.h"
#include "shared/store/node.h"

namespace disapa {
namespace {

int run(int count, char** words) {
    if (count != 3 && count != 5) {
        std::cerr << "usage: disapa-hostile FOLDER FORM.json [NAME PHOTO]\n";
        return kExitUsage;
    }
    const SystemClock clock;
    SystemRandom random;
    auto node = Node::open(words[1], clock, random);
    if (!node) return tell(node.error());
    auto form = read_file(words[2], limits::kPayloadBytes);
    if (!form) return tell(form.error());
    Bytes photo;
    if (count == 5) {
        auto bytes = read_file(words[4], limits::kBlobBytes);
        if (!bytes) return tell(bytes.error());
        photo = std::move(*bytes);
    }
    Digest digest;
    auto done = node->write([&](Writer& writer) -> Status {
        acts::PaperFact paper{"KTP", PaperHow::brought, {}, {}, {}, 0};
        if (count == 5) {
            auto blob = writer.put_blob(photo);
            if (!blob) return pass(std::move(blob));
            paper = {"KTP", PaperHow::file, *blob, words[3], "image/jpeg", photo.size()};
        }
        auto payload =
            acts::submitted({clock.now(), random}, "SKTM", Json::parse(*form), {paper}, {});
        if (!payload) return pass(std::move(payload));
        std::vector<Entry> entries{node_entry(std::move(*payload))};
        digest = entries.front().digest;
        return writer.append(node->setup().region, std::move(entries));
    });
    if (!done) return tell(done.error());
    std::cout << show_code(receipt_code(digest)) << '\n';
    return kExitDone;
}

}  // namespace
}  // namespace disapa

int main(int count, char** words) {
    return disapa::run(count, words);
}
