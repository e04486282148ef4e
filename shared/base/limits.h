// Every limit of Disapa, with its reason. A number that bounds input stands here and nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>

namespace disapa::limits {

// Acts. 16 KiB holds a will with 30 heirs; deeper nesting has no use in any form.
inline constexpr std::size_t kPayloadBytes = 16 * 1024;
inline constexpr int kPayloadDepth = 6;
inline constexpr std::int64_t kIntegerMax = 9007199254740991;  // 2^53-1, exact in every language
// The payload that fits beside its signature in a QR code of 77 modules at level M.
inline constexpr std::size_t kClaimsBytes = 230;
inline constexpr std::size_t kHolderLetters = 40;

// Bundles. A chunk is one authenticated unit: what a cut can cost.
inline constexpr std::size_t kChunkBytes = 16 * 1024;          // plaintext of one chunk
// An act of kPayloadBytes that does not compress still travels, beside its signature and its head.
inline constexpr std::size_t kChunkSlackBytes = 1024;
inline constexpr std::size_t kBundleBytes = 1024 * 1024;       // a whole bundle over HTTP
inline constexpr std::size_t kSegmentEntries = 4096;
inline constexpr std::size_t kSegmentBytes = 1024 * 1024;      // rebuilt payload of one segment
inline constexpr std::size_t kFirstPostBytes = 256 * 1024;     // acts in the first POST
inline constexpr std::size_t kPostActBytes = 64 * 1024;        // acts in each later POST
inline constexpr std::size_t kPostsPerExchange = 64;           // then the agent rests
inline constexpr int kZstdWindowLog = 20;

// Blobs. A scanned paper is about 25 KB; the rest is refused with advice to scale it down.
inline constexpr std::size_t kBlobBytes = 256 * 1024;
inline constexpr std::size_t kPapersPerCase = 12;
// What a finger draws, two colours and 400 x 160 dots: about 2 KB as PNG.
inline constexpr std::size_t kSignatureBytes = 4 * 1024;
inline constexpr std::size_t kFileNameBytes = 120;

// Pictures that a person hands over. A phone's photo has 3 to 8 MB and up to 40 megapixels, which take
// 160 MB of memory while they are opened.
inline constexpr std::size_t kPictureFileBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kPicturePixels = 40'000'000;
// A photographed paper as it travels: about 25 KB, since below some 14 KB a digit of a NIK goes wrong
// while the picture still looks readable; more than 60 KB is a minute of a weak link.
inline constexpr std::size_t kPaperPictureBytes = 25 * 1024;
inline constexpr std::size_t kPaperPictureBytesMax = 60 * 1024;

// A case and its people.
inline constexpr std::size_t kTableRows = 30;
inline constexpr std::size_t kReasonLetters = 300;
// Of a question or its answer: a page of writing, half a payload even where every letter has 4 bytes.
inline constexpr std::size_t kQuestionLetters = 2000;
// A person asks once or twice; who sits at the screen and fills the hub's table is slowed down.
inline constexpr int kQuestionsPerHour = 10;
inline constexpr std::size_t kCasesPerSignature = 50;

// Data files of assets: the largest service has 10 KB, the list of a province's regions 46 KB.
inline constexpr std::size_t kServiceFileBytes = 256 * 1024;
inline constexpr std::size_t kListFileBytes = 4 * 1024 * 1024;
inline constexpr std::size_t kServiceFields = 60;
inline constexpr std::size_t kServiceCodeBytes = 8;  // stands in every letter's claims
inline constexpr std::size_t kQrTextBytes = 2048;  // what a scanner may hand over

// Regions and names.
inline constexpr std::size_t kRegionBytes = 13;   // 64.02.12.2005
inline constexpr std::size_t kNameBytes = 120;
inline constexpr std::size_t kWordBytes = 32;     // a type, service code, paper id or series
inline constexpr std::size_t kUnitCodeBytes = 5;  // of an office, inside every letter's number

// The hub's HTTP side.
inline constexpr std::size_t kHttpHeaderBytes = 8 * 1024;
inline constexpr std::size_t kApiBodyBytes = 64 * 1024;
inline constexpr int kHttpHeaderSeconds = 10;        // to send the headers
inline constexpr int kHttpFloorBytesPerSecond = 100; // below that a body is too slow to wait for
// A body may fall behind the floor by this much: the link was gone for a minute and came back.
inline constexpr int kHttpGraceSeconds = 60;
inline constexpr int kConnections = 12000;           // 3 KB each; LimitNOFILE must be above it
// All desa of a kabupaten (237) behind one VSAT or NAT, each with a few sockets; an attacker needs
// several addresses to fill the hub.
inline constexpr int kConnectionsPerAddress = 2500;
// Where the hub is nearly full of sockets, those that wait for a request are cut after this long.
inline constexpr int kHttpHurrySeconds = 2;

// Requests on their way to the hub's writer. Of one whose first chunk has not opened yet no more
// than that chunk is kept, then at most kVisitBytes that wait to be stored: the sender then waits.
inline constexpr std::size_t kVisitBytes = 64 * 1024;
inline constexpr std::size_t kVisitsBytes = 64 * 1024 * 1024;  // in all; then the oldest stranger goes
inline constexpr std::size_t kVisitsPerDevice = 4;  // one, and the half-open ones that it lost
inline constexpr std::size_t kRoundBytes = 256 * 1024;  // stored in one transaction: some 0.3 s
// Per device and minute: 30 times what a desa sends in a day (1000 requests and 20 photos are 1.5 MB
// in 40 requests). Of senders that are not known, per address: a kecamatan enrols 20 kiosks a day.
inline constexpr int kDeviceRequestsPerMinute = 240;
inline constexpr int kDeviceBytesPerMinute = 16 * 1024 * 1024;
inline constexpr int kStrangerRequestsPerMinute = 60;
inline constexpr int kStrangerBytesPerMinute = 2 * 1024 * 1024;
inline constexpr std::size_t kQuotaEntries = 8192;  // devices and addresses remembered, 100 bytes each

inline constexpr int kSessionIdleMinutes = 15;
inline constexpr int kChallengeSeconds = 120;

// PIN tries: five, then 1, 2, 4 ... 60 minutes.
inline constexpr int kPinFreeTries = 5;
inline constexpr int kPinWaitMinutesMax = 60;
inline constexpr std::size_t kPinDigitsMin = 6;
inline constexpr std::size_t kPinDigitsMax = 12;

// A paper form may be typed in this long after its date: the kiosk was away for repair, the power for
// weeks. Older ones are asked for anew, since papers lapse.
inline constexpr int kWalkInDays = 60;

// A draft left alone is wiped from screen and disk.
inline constexpr int kDraftMinutes = 10;

// A register of residents that is read in: the largest desa has some 20,000 people, a kelurahan
// 60,000. Bytes are those of the file, of one part of it inflated, of all its shared texts.
inline constexpr std::size_t kRegisterFileBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kRegisterPartBytes = 512 * 1024 * 1024;
inline constexpr std::size_t kRegisterTextBytes = 128 * 1024 * 1024;
inline constexpr std::size_t kRegisterRows = 200'000;
inline constexpr std::size_t kRegisterColumns = 256;
inline constexpr std::size_t kRegisterCellBytes = 1000;
inline constexpr std::size_t kRegisterFaults = 5000;  // told one by one; the rest is counted

// A citizen shows who he is: wrong answers for one NIK, and at one kiosk by anybody, that cost
// nothing; then each costs a wait, which grows as the table says and stays at its last.
inline constexpr int kIdentityFreeTries = 3;
inline constexpr int kIdentityFreeTriesHere = 10;
inline constexpr int kIdentityWaitMinutes[] = {1, 5, 30};
inline constexpr int kIdentityForgetMinutes = 24 * 60;  // without a wrong answer

// Numbers are granted to a kiosk's feed in blocks; one is asked for when fewer than a quarter are left.
inline constexpr int kNumberBlock = 200;

}  // namespace disapa::limits
