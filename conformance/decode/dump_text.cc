// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/dump_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::decode {
namespace {

// An offset column stands further left than this.
constexpr size_t kMostColumns = 200;
// What may be left out at once and still be one dump.
constexpr size_t kLongestGap = size_t{1} << 16;
// Fewer bytes behind an offset 0 in the middle of a line are no dump.
constexpr size_t kFewestBytesInside = 4;

bool EndsPrefix(char c) {
  return c == ' ' || c == '\t' || c == ':' || c == '|' || c == '>' || c == ']';
}

// Blanks, and what quotes a line in a mail.
size_t LineStart(absl::string_view text) {
  const size_t start = text.find_first_not_of(" \t>|");
  return start == absl::string_view::npos ? text.size() : start;
}

}  // namespace

std::optional<size_t> DumpText::Continues(const DumpLine& line) const {
  if (!pending_) return std::nullopt;
  const bool gap = left_out_ != LeftOut::kNothing;
  const size_t most = pending_->count + (gap ? std::min(kLongestGap, fill_budget_) : 0);
  const auto distance = line.DistanceFrom(*pending_, most);
  // After a first line, lines are of one length.
  if (!distance || gap || !width_ || *distance == *width_ || line.count == 0) return distance;
  return std::nullopt;
}

std::optional<DumpLine> DumpText::Find(const TextLine& line, size_t* begin) const {
  const size_t start = LineStart(line.text);
  *begin = start;
  auto found = ParseDumpLine(line.text.substr(start));
  if (found && Continues(*found)) return found;
  if (found && found->count > 0 && found->is_distinct()) return found;
  const absl::string_view columns = line.text.substr(0, kMostColumns);
  for (size_t at = start + 1; at < columns.size(); ++at) {
    if (!EndsPrefix(columns[at - 1]) || EndsPrefix(columns[at])) continue;
    found = ParseDumpLine(line.text.substr(at));
    if (!found) continue;
    *begin = at;
    if (Continues(*found)) return found;
    if (found->begins_at_zero() && found->is_distinct() && found->count >= kFewestBytesInside) {
      return found;
    }
  }
  return std::nullopt;
}

bool DumpText::TakesMarker(const TextLine& line) {
  if (!pending_) return false;
  if (absl::StripAsciiWhitespace(line.text) == "*") {
    left_out_ = LeftOut::kRepeated;
    return true;
  }
  if (absl::StrContains(line.text, "skipping zero buffer bytes")) {
    left_out_ = LeftOut::kZeros;  // Samba says so once and means the rest of the dump
    return true;
  }
  return false;
}

void DumpText::AddPending(size_t count) {
  text_.AddPart(pending_line_, pending_begin_, pending_line_.text.size());
  text_.Add(Bytes(pending_->bytes).first(std::min(count, pending_->count)));
}

void DumpText::Fill(size_t count) {
  fill_budget_ -= count;
  for (size_t i = 0; i < count; ++i) {
    text_.Add(left_out_ == LeftOut::kZeros ? uint8_t{0} : pending_->bytes[i % pending_->count]);
  }
}

bool DumpText::Take(const TextLine& line) {
  fill_budget_ += line.text.size();
  if (TakesMarker(line)) return true;
  size_t begin = 0;
  const std::optional<DumpLine> found = Find(line, &begin);
  if (!found) {
    Finish();
    return false;
  }
  if (const auto distance = Continues(*found)) {
    AddPending(*distance);
    if (*distance > pending_->count) {
      Fill(*distance - pending_->count);
    } else {
      width_ = distance;
    }
    if (left_out_ == LeftOut::kRepeated) left_out_ = LeftOut::kNothing;
  } else {
    Finish();
  }
  if (found->count == 0) {
    pending_.reset();
    Finish();
    return true;
  }
  pending_ = found;
  pending_line_ = line;
  pending_begin_ = begin;
  // Plain `hexdump` shows numbers of 16 bits, on most machines the second byte first.
  may_be_numbers_ = found->group_digits == 4 && !found->marked;
  return true;
}

void DumpText::Finish() {
  if (pending_) AddPending(width_.value_or(pending_->count));
  pending_.reset();
  width_.reset();
  left_out_ = LeftOut::kNothing;
  if (text_.empty()) return;
  if (!sink_("hexdump", text_) && may_be_numbers_) {
    text_.SwapPairs();
    sink_("hexdump of 16-bit numbers", text_);
  }
  text_.Clear();
}

}  // namespace ntlmatrix::decode
