// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/draft.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace ntlmatrix::conformance::messages {
namespace {

constexpr size_t kFieldsSize = 8;

size_t ContentSize(const DraftValue& value) {
  return value.placed ? Join(value.content).size() : 0;
}

const DraftValue* FindByFields(const std::vector<DraftValue>& values, absl::string_view name) {
  for (const DraftValue& value : values) {
    if (absl::StrCat(value.name, "Fields") == name) return &value;
  }
  return nullptr;
}

// A name that the suite itself misspells.
template <typename T>
T& FindByName(std::vector<T>& parts, absl::string_view name) {
  for (T& part : parts) {
    if (part.name == name) return part;
  }
  std::abort();
}

Piece LayFields(const DraftValue& value, const std::string& name, size_t offset) {
  const auto true_len = static_cast<uint16_t>(ContentSize(value));
  const uint16_t len = value.len.value_or(true_len);
  const uint16_t max_len = value.max_len.value_or(len);
  const uint32_t at = value.offset.value_or(static_cast<uint32_t>(offset));
  Data bytes = U16(len);
  for (const Data& more : {U16(max_len), U32(at)}) {
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  const std::string max = max_len == len ? "" : absl::StrCat(", MaxLen ", max_len);
  const std::string where = at < 0x10000 ? absl::StrCat(at) : absl::StrFormat("0x%08x", at);
  return {name, std::move(bytes), absl::StrCat("Len ", len, max, ", BufferOffset ", where)};
}

}  // namespace

Piece& Draft::Header(absl::string_view name) { return FindByName(header, name); }

DraftValue& Draft::Value(absl::string_view name) { return FindByName(values, name); }

void Draft::EndHeaderBefore(absl::string_view name) {
  const auto found =
      std::find_if(header.begin(), header.end(), [&](const Piece& p) { return p.name == name; });
  header.erase(found, header.end());
}

void Draft::MoveToEnd(absl::string_view name) {
  const auto moved = std::find_if(values.begin(), values.end(),
                                  [&](const DraftValue& value) { return value.name == name; });
  std::rotate(moved, moved + 1, values.end());
}

size_t Draft::OffsetOf(absl::string_view name) const {
  size_t offset = 0;
  for (const Piece& piece : header) {
    offset += FindByFields(values, piece.name) == nullptr ? piece.bytes.size() : kFieldsSize;
  }
  for (const DraftValue& value : values) {
    if (value.placed) offset += value.gap;
    if (value.name == name) return offset;
    offset += ContentSize(value);
  }
  return offset;
}

size_t Draft::Size() const { return OffsetOf("") + padding; }

Pieces Draft::Lay() const {
  Pieces pieces;
  for (const Piece& piece : header) {
    const DraftValue* const value = FindByFields(values, piece.name);
    pieces.push_back(value == nullptr ? piece
                                      : LayFields(*value, piece.name, OffsetOf(value->name)));
  }
  for (const DraftValue& value : values) {
    if (!value.placed) continue;
    if (value.gap > 0) pieces.push_back({"padding", Data(value.gap, 0xEE), "belongs to no value"});
    for (const Piece& piece : value.content) pieces.push_back(piece);
  }
  if (padding > 0) pieces.push_back({"padding", Data(padding, 0xEE), "belongs to no value"});
  return pieces;
}

}  // namespace ntlmatrix::conformance::messages
