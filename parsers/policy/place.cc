// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/place.h"

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace ntlmatrix::policy {
namespace {

constexpr char kLinePayload[] = "ntlmatrix/line";
constexpr char kOffsetPayload[] = "ntlmatrix/offset";

std::optional<uint64_t> NumberIn(const absl::Status& status, absl::string_view payload) {
  const auto text = status.GetPayload(payload);
  uint64_t number = 0;
  if (!text.has_value() || !absl::SimpleAtoi(std::string(*text), &number)) return std::nullopt;
  return number;
}

}  // namespace

std::string PlaceText(const Place& place) {
  switch (place.kind) {
    case Place::Kind::kLine:
      return absl::StrCat(place.number);
    case Place::Kind::kOffset:
      return absl::StrCat("offset 0x", absl::Hex(place.number));
    case Place::Kind::kWholeStore:
      break;
  }
  return "";
}

absl::Status AtPlace(absl::Status status, const Place& place) {
  if (place.kind == Place::Kind::kWholeStore) return status;
  const std::string number = absl::StrCat(place.number);
  status.SetPayload(place.kind == Place::Kind::kLine ? kLinePayload : kOffsetPayload,
                    absl::Cord(absl::string_view(number)));
  return status;
}

Place PlaceOf(const absl::Status& status) {
  if (const auto line = NumberIn(status, kLinePayload)) return Place::Line(*line);
  if (const auto offset = NumberIn(status, kOffsetPayload)) return Place::Offset(*offset);
  return {};
}

}  // namespace ntlmatrix::policy
