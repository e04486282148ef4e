// The write side of a Node: one durable transaction.
#pragma once

#include "shared/store/node_core.h"

namespace disapa {

// Lives inside NodeCore's transaction; `core` outlives it.
class StoreWriter final : public Writer {
  public:
    explicit StoreWriter(NodeCore& core) : core_(&core) {}

    [[nodiscard]] Status append(const Region& region, std::vector<Entry> entries) override;
    [[nodiscard]] Result<Stored> ingest(const Examined& examined) override;
    [[nodiscard]] Result<Stored> ingest(const Segment& segment) override;
    [[nodiscard]] Result<Digest> put_blob(ByteView bytes) override;
    [[nodiscard]] Status put(std::string_view kind, std::string_view key, ByteView value) override;
    [[nodiscard]] Status erase(std::string_view kind, std::string_view key) override;
    [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view kind,
                                                   std::string_view key) override;
    [[nodiscard]] Result<const Book*> book(const Region& desa) override;

  private:
    // SQLite rolls back by itself when the disk is full or fails. What is written after that would
    // stand alone, so nothing is.
    [[nodiscard]] Status still_open();
    [[nodiscard]] Status follow_birth();
    [[nodiscard]] Result<EntryRow> checked(const Region& region, Entry entry);
    void note_written();

    NodeCore* core_;
};

// Runs `work` in a transaction; rolls back when it fails.
[[nodiscard]] Status write_to(NodeCore& core, const std::function<Status(Writer&)>& work);

}  // namespace disapa
