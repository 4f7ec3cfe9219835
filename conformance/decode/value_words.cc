// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/value_words.h"

#include <algorithm>
#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"

#include "parsers/bytes/utf16.h"

namespace ntlmatrix::decode {
namespace {

constexpr uint64_t kTicksPerSecond = 10'000'000;
constexpr int64_t kSecondsFrom1601To1970 = 11'644'473'600;

}  // namespace

std::string HexWords(Bytes bytes) {
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string HexNumber(uint32_t value) { return absl::StrFormat("0x%08x", value); }

std::string FileTimeWords(uint64_t file_time) {
  if (file_time == 0) return "0, no time";
  if (file_time > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return absl::StrFormat("0x%016x, no time", file_time);
  }
  const auto seconds = static_cast<int64_t>(file_time / kTicksPerSecond) - kSecondsFrom1601To1970;
  const auto ticks = static_cast<int64_t>(file_time % kTicksPerSecond);
  const absl::Time time = absl::FromUnixSeconds(seconds) + absl::Nanoseconds(ticks * 100);
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E7SZ", time, absl::UTCTimeZone());
}

void SetUtf16(Bytes value, DescribedField* field) {
  const auto text = Utf16ToUtf8(value);
  field->is_text = text.ok();
  field->value = text.ok() ? *text : HexWords(value);
  if (text.ok()) return;
  field->notes.push_back(value.size() % 2 != 0
                             ? absl::StrCat("no UTF-16: an odd number of bytes, ", value.size())
                             : std::string(text.status().message()));
}

void SetOem(Bytes value, DescribedField* field) {
  field->is_text = true;
  for (const uint8_t byte : value) {
    if (byte < 0x80) {
      field->value.push_back(static_cast<char>(byte));
    } else {
      absl::StrAppendFormat(&field->value, "\\x%02x", byte);
    }
  }
  if (std::any_of(value.begin(), value.end(), [](uint8_t byte) { return byte >= 0x80; })) {
    field->notes.emplace_back("OEM characters outside of ASCII: their code page is not known");
  }
}

}  // namespace ntlmatrix::decode
