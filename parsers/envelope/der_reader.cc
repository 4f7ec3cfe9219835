// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/der_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::envelope {
namespace {

constexpr uint8_t kTagNumber = 0x1F;
constexpr uint8_t kConstructed = 0x20;
constexpr uint8_t kLongForm = 0x80;
constexpr size_t kMostLengthBytes = 4;
constexpr size_t kMostEnumeratedBytes = 4;

// Whether a length that was read from this many bytes behind the first needs fewer.
bool IsLong(uint32_t length, size_t count) {
  return count == 1 ? length < kLongForm : length >> (8 * (count - 1)) == 0;
}

}  // namespace

bool DerReader::Fail(Failure failure, size_t offset, uint8_t found) {
  failure_ = failure;
  failure_offset_ = offset;
  found_ = found;
  return false;
}

bool DerReader::FailBytes(const ByteReader& reader) {
  failed_ = reader;
  return Fail(Failure::kBytes, 0, 0);
}

bool DerReader::CheckTag(uint8_t tag, size_t offset, absl::Span<const DerTag> tags) {
  if ((tag & kTagNumber) == kTagNumber) return Fail(Failure::kTagNumber, offset, tag);
  if (tags.empty() || std::find(tags.begin(), tags.end(), static_cast<DerTag>(tag)) != tags.end()) {
    return true;
  }
  wanted_ = tags.front();
  const bool constructed = tag == (static_cast<uint8_t>(wanted_) | kConstructed);
  return Fail(constructed ? Failure::kConstructed : Failure::kTag, offset, tag);
}

bool DerReader::ReadLength(ByteReader* reader, size_t* out) {
  const size_t offset = reader->offset();
  uint8_t first = 0;
  if (!reader->ReadU8(&first)) return FailBytes(*reader);
  *out = first;
  if (first < kLongForm) return true;
  if (first == kLongForm) return Fail(Failure::kIndefinite, offset, first);
  const size_t count = first - kLongForm;
  if (count > kMostLengthBytes) return Fail(Failure::kLength, offset, first);
  uint32_t length = 0;
  for (size_t i = 0; i < count; ++i) {
    uint8_t byte = 0;
    if (!reader->ReadU8(&byte)) return FailBytes(*reader);
    length = length << 8 | byte;
  }
  if (IsLong(length, count) && !departures_.long_length) departures_.long_length = offset;
  *out = length;
  return true;
}

// The window is the input up to the end of the range, so that ByteReader's own check keeps a value
// inside its parent and counts from the start of the input.
bool DerReader::ReadOneOf(absl::Span<const DerTag> tags, DerRange* in, DerValue* out) {
  Bytes window;
  if (!View({0, in->end}, &window)) return false;
  ByteReader reader(window);
  uint8_t tag = 0;
  if (!reader.Skip(in->begin) || !reader.ReadU8(&tag)) return FailBytes(reader);
  if (!CheckTag(tag, in->begin, tags)) return false;
  size_t length = 0;
  if (!ReadLength(&reader, &length)) return false;
  Bytes contents;
  if (!reader.ReadBytes(length, &contents)) return FailBytes(reader);
  const DerRange encoding = {in->begin, reader.offset()};
  out->tag = static_cast<DerTag>(tag);
  out->offset = encoding.begin;
  out->contents = contents;
  in->begin = encoding.end;
  return View(encoding, &out->encoding);
}

bool DerReader::Read(DerTag tag, DerRange* in, DerValue* out) {
  return ReadOneOf({&tag, 1}, in, out);
}

bool DerReader::ReadOnly(DerTag tag, const DerValue& outer, DerValue* out) {
  DerRange in = outer.range();
  if (!Read(tag, &in, out)) return false;
  ExpectEmpty(in);
  return true;
}

bool DerReader::ReadOnly(DerTag tag, const DerValue& outer, Bytes* contents) {
  DerValue value;
  if (!ReadOnly(tag, outer, &value)) return false;
  *contents = value.contents;
  return true;
}

bool DerReader::ReadOnlyEnumerated(const DerValue& outer, int32_t* out) {
  DerValue value;
  if (!ReadOnly(DerTag::kEnumerated, outer, &value)) return false;
  const Bytes bytes = value.contents;
  if (bytes.empty()) return Fail(Failure::kEmpty, value.offset, static_cast<uint8_t>(value.tag));
  if (bytes.size() > kMostEnumeratedBytes) return Fail(Failure::kNumber, value.offset, 0);
  uint32_t number = (bytes[0] & 0x80) != 0 ? 0xFFFFFFFF : 0;
  for (const uint8_t byte : bytes) number = number << 8 | byte;
  const bool is_long = bytes.size() > 1 && (bytes[0] == 0 || bytes[0] == 0xFF) &&
                       ((bytes[0] ^ bytes[1]) & 0x80) == 0;
  if (is_long && !departures_.long_enumerated) departures_.long_enumerated = value.offset;
  *out = static_cast<int32_t>(number);
  return true;
}

// The first octet says how many bits of the last one are not used; [X.690] 8.6.2.
bool DerReader::ReadOnlyBitString(const DerValue& outer, uint8_t* unused_bits, Bytes* octets) {
  DerValue value;
  if (!ReadOnly(DerTag::kBitString, outer, &value)) return false;
  const DerRange range = value.range();
  if (range.empty()) return Fail(Failure::kEmpty, value.offset, static_cast<uint8_t>(value.tag));
  *unused_bits = value.contents[0];
  return View({range.begin + 1, range.end}, octets);
}

bool DerReader::ReadToEnd(DerTag tag, DerRange in) {
  DerValue ignored;
  while (!in.empty()) {
    if (!Read(tag, &in, &ignored)) return false;
  }
  return true;
}

bool DerReader::View(DerRange range, Bytes* out) {
  if (!ok()) return false;
  ByteReader reader(input_);
  return reader.ReadAt(range.begin, range.end - range.begin, out) || FailBytes(reader);
}

void DerReader::ExpectEmpty(DerRange range) {
  if (!range.empty() && !departures_.trailing) departures_.trailing = range;
}

absl::Status DerReader::error(absl::string_view what) const {
  const auto hex = [](uint8_t byte) {
    return absl::StrCat("0x", absl::Hex(byte, absl::kZeroPad2));
  };
  switch (failure_) {
    case Failure::kNone:
      return absl::OkStatus();
    case Failure::kBytes:
      return failed_.error(what);
    case Failure::kTag:
      return absl::InvalidArgumentError(
          absl::StrCat(what, ": tag ", hex(found_), " at offset ", failure_offset_, " where ",
                       hex(static_cast<uint8_t>(wanted_)), " belongs"));
    case Failure::kConstructed:
      return absl::UnimplementedError(absl::StrCat(what, ": constructed string, tag ", hex(found_),
                                                   ", at offset ", failure_offset_));
    case Failure::kTagNumber:
      return absl::UnimplementedError(
          absl::StrCat(what, ": tag number above 30 at offset ", failure_offset_));
    case Failure::kIndefinite:
      return absl::UnimplementedError(
          absl::StrCat(what, ": indefinite length at offset ", failure_offset_));
    case Failure::kLength:
      return absl::UnimplementedError(absl::StrCat(what, ": length of ", found_ - kLongForm,
                                                   " bytes at offset ", failure_offset_,
                                                   ", more than ", kMostLengthBytes));
    case Failure::kNumber:
      return absl::UnimplementedError(absl::StrCat(what, ": ENUMERATED at offset ", failure_offset_,
                                                   " has more than ", kMostEnumeratedBytes,
                                                   " bytes"));
    case Failure::kEmpty:
      break;
  }
  return absl::InvalidArgumentError(absl::StrCat(what, ": value with tag ", hex(found_),
                                                 " at offset ", failure_offset_, " is empty"));
}

}  // namespace ntlmatrix::envelope
