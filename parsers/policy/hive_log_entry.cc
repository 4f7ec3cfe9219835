// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_log_entry.h"

#include <algorithm>
#include <cstddef>

#include "absl/numeric/bits.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::policy {
namespace {

constexpr uint8_t kSignature[] = {'H', 'v', 'L', 'E'};
constexpr size_t kHeaderSize = 40;    // bytes
constexpr size_t kHashedHeader = 32;  // bytes, those that Hash-2 is about
constexpr size_t kReferenceSize = 8;  // bytes
constexpr uint32_t kSector = 512;     // bytes
// The seed that the specification lists as bytes; read from the left as a number.
constexpr uint64_t kSeed = 0x82EF4D887A4E55C5;

absl::Status Bad(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("hive log entry: ", what));
}

struct MarvinState {
  uint32_t low;
  uint32_t high;

  void Mix(uint32_t word) {
    low += word;
    high ^= low;
    low = absl::rotl(low, 20) + high;
    high = absl::rotl(high, 9) ^ low;
    low = absl::rotl(low, 27) + high;
    high = absl::rotl(high, 19);
  }
};

struct Header {
  uint32_t size = 0;
  uint32_t sequence = 0;
  uint32_t hive_bins_size = 0;
  uint32_t page_count = 0;
  uint64_t hash_1 = 0;
  uint64_t hash_2 = 0;
};

bool ReadHeader(ByteReader* in, Header* header) {
  uint32_t flags = 0;
  return in->Expect(kSignature) &&                //
         in->ReadU32(&header->size) &&            //
         in->ReadU32(&flags) &&                   //
         in->ReadU32(&header->sequence) &&        //
         in->ReadU32(&header->hive_bins_size) &&  //
         in->ReadU32(&header->page_count) &&      //
         in->ReadU64(&header->hash_1) &&          //
         in->ReadU64(&header->hash_2);
}

bool HashesMatch(Bytes entry, const Header& header) {
  ByteReader in(entry);
  Bytes first;
  Bytes body;
  return in.ReadAt(0, kHashedHeader, &first) && HashHiveLog(first) == header.hash_2 &&
         in.ReadAt(kHeaderSize, entry.size() - kHeaderSize, &body) &&
         HashHiveLog(body) == header.hash_1;
}

// Calls `visit(offset, page)` for each page until it returns false; false then, or when a page is
// not all there.
template <typename Visitor>
bool ForEachPage(const HiveLogEntry& entry, Visitor visit) {
  ByteReader references(entry.references);
  ByteReader pages(entry.pages);
  while (!references.done()) {
    uint32_t offset = 0;
    uint32_t size = 0;
    Bytes page;
    if (!references.ReadU32(&offset) || !references.ReadU32(&size)) return false;
    if (!pages.ReadBytes(size, &page) || !visit(offset, page)) return false;
  }
  return true;
}

// Whether what follows the entries applied is the beginning of one that should be applied too.
bool IsEntryFrom(Bytes rest, uint32_t sequence) {
  ByteReader in(rest);
  Header header;
  if (ReadHeader(&in, &header)) return !SequenceBefore(header.sequence, sequence);
  const size_t size = std::min(rest.size(), sizeof(kSignature));
  return size > 0 && rest.size() < kHeaderSize &&
         std::equal(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size), kSignature);
}

}  // namespace

uint64_t HashHiveLog(Bytes words) {
  MarvinState state = {static_cast<uint32_t>(kSeed), static_cast<uint32_t>(kSeed >> 32)};
  ByteReader in(words);
  for (uint32_t word = 0; in.remaining() >= 4 && in.ReadU32(&word);) state.Mix(word);
  state.Mix(0x80);
  state.Mix(0);
  return uint64_t{state.high} << 32 | state.low;
}

bool SequenceBefore(uint32_t a, uint32_t b) { return static_cast<int32_t>(a - b) < 0; }

absl::StatusOr<HiveLogEntry> HiveLogEntry::Parse(Bytes rest) {
  ByteReader in(rest);
  Header header;
  if (!ReadHeader(&in, &header)) return in.error("hive log entry");
  if (header.size < kSector || header.size % kSector != 0) {
    return Bad(absl::StrCat("size ", header.size, " is not a multiple of 512"));
  }
  if (header.hive_bins_size == 0 || header.hive_bins_size % kHiveBinAlignment != 0) {
    return Bad(
        absl::StrCat("hive bins data size ", header.hive_bins_size, " is not a multiple of 4096"));
  }
  if (header.page_count == 0) return Bad("it has no dirty page");
  Bytes whole;
  if (!in.ReadAt(0, header.size, &whole)) return in.error("hive log entry");
  if (!HashesMatch(whole, header)) return Bad("a hash is wrong");

  HiveLogEntry entry;
  entry.size = header.size;
  entry.sequence = header.sequence;
  entry.hive_bins_size = header.hive_bins_size;
  ByteReader body(whole);
  const uint64_t references_size = uint64_t{header.page_count} * kReferenceSize;
  if (!body.Skip(kHeaderSize) || !body.ReadBytes(references_size, &entry.references) ||
      !body.ReadBytes(body.remaining(), &entry.pages)) {
    return body.error("hive log entry");
  }
  const bool inside = ForEachPage(entry, [&](uint32_t offset, Bytes page) {
    return offset <= entry.hive_bins_size && page.size() <= entry.hive_bins_size - offset;
  });
  if (!inside) return Bad("a dirty page leaves the entry or the hive bins data");
  return entry;
}

HiveLogReplay ReplayHiveLogEntries(Bytes log, const HiveBaseBlock& base, HiveImage* image) {
  HiveLogReplay replay;
  replay.next_sequence = base.primary_sequence;
  ByteReader in(log);
  if (!in.Skip(kHiveLogBaseBlockSize)) return replay;
  while (true) {
    const size_t offset = in.offset();
    Bytes rest;
    if (!in.ReadAt(offset, in.remaining(), &rest) || !IsEntryFrom(rest, replay.next_sequence)) {
      return replay;
    }
    absl::StatusOr<HiveLogEntry> entry = HiveLogEntry::Parse(rest);
    if (entry.ok() && entry->sequence != replay.next_sequence) {
      entry = Bad(absl::StrCat("sequence number ", entry->sequence, " where ", replay.next_sequence,
                               " should follow"));
    }
    if (entry.ok() && !image->Grow(entry->hive_bins_size)) {
      entry = Bad(absl::StrCat("hive bins data of ", entry->hive_bins_size,
                               " bytes is more than hive and logs hold"));
    }
    if (!entry.ok()) {
      replay.stopped = absl::InvalidArgumentError(
          absl::StrCat("offset ", offset, ": ", entry.status().message()));
      return replay;
    }
    static_cast<void>(
        ForEachPage(*entry, [&](uint32_t at, Bytes page) { return image->WritePage(at, page); }));
    replay.hive_bins_size = entry->hive_bins_size;
    ++replay.applied;
    ++replay.next_sequence;
    if (!in.Skip(entry->size)) return replay;
  }
}

}  // namespace ntlmatrix::policy
