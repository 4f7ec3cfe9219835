// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/text_bytes.h"

#include <algorithm>
#include <utility>

namespace ntlmatrix::decode {
namespace {

// Places within a line are kept for every so many bytes.
constexpr size_t kFinest = 16;

}  // namespace

void TextBytes::AddPart(const TextLine& line, size_t begin, size_t end) {
  if (cut_) return;
  const TokenPlace place = {line.offset + begin, end - begin, line.number};
  if (!parts_.empty() && parts_.back().first_byte == bytes_.size()) parts_.pop_back();
  if (!parts_.empty()) {
    Part& last = parts_.back();
    if (last.place.line == line.number && bytes_.size() - last.first_byte < kFinest) {
      last.place.length = place.offset + place.length - last.place.offset;
      return;
    }
  }
  parts_.push_back({bytes_.size(), place});
}

void TextBytes::Add(uint8_t byte) {
  cut_ = cut_ || bytes_.size() == kMostTextBytes;
  if (!cut_) bytes_.push_back(byte);
}

void TextBytes::Add(Bytes bytes) {
  for (const uint8_t byte : bytes) Add(byte);
}

const TextBytes::Part& TextBytes::PartOf(size_t byte) const {
  const auto after =
      std::upper_bound(parts_.begin(), parts_.end(), byte,
                       [](size_t wanted, const Part& part) { return wanted < part.first_byte; });
  return after == parts_.begin() ? *after : *(after - 1);
}

TokenPlace TextBytes::PlaceOf(size_t offset, size_t size) const {
  const TokenPlace first = PartOf(offset).place;
  const TokenPlace last = PartOf(offset + size - 1).place;
  return {first.offset, last.offset + last.length - first.offset, first.line};
}

TokenPlace TextBytes::Place() const {
  const TokenPlace& first = parts_.front().place;
  const TokenPlace& last = parts_.back().place;
  return {first.offset, last.offset + last.length - first.offset, first.line};
}

void TextBytes::Truncate(size_t size) {
  bytes_.resize(std::min(bytes_.size(), size));
  while (!parts_.empty() && parts_.back().first_byte >= size) parts_.pop_back();
}

void TextBytes::SwapPairs() {
  for (size_t i = 0; i + 1 < bytes_.size(); i += 2) std::swap(bytes_[i], bytes_[i + 1]);
}

void TextBytes::Clear() {
  bytes_.clear();
  parts_.clear();
  cut_ = false;
  odd_digit_ = false;
}

}  // namespace ntlmatrix::decode
