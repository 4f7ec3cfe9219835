// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpt_ini.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::policy {
namespace {

absl::Status Bad(absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat("GPT.INI: ", problem));
}

// What the lines so far have said.
class Reader {
 public:
  absl::Status Line(absl::string_view line, bool ended) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == ';') return absl::OkStatus();
    if (line.front() == '[') return Section(line);
    const size_t equals = line.find('=');
    if (equals == absl::string_view::npos) {
      return Bad(absl::StrCat("`", Shown(line), "` is neither section nor entry"));
    }
    if (!in_general_) return absl::OkStatus();
    return Entry(absl::StripTrailingAsciiWhitespace(line.substr(0, equals)),
                 absl::StripLeadingAsciiWhitespace(line.substr(equals + 1)), ended);
  }

  absl::StatusOr<GptIni> Finish() {
    if (!version_.has_value()) return Bad("no Version in a section [General]");
    ini_.version = *version_;
    ini_.options = options_.value_or(0);
    return ini_;
  }

 private:
  absl::Status Section(absl::string_view line) {
    if (line.back() != ']') return Bad("section header without `]`");
    in_general_ = absl::EqualsIgnoreCase(line, "[General]");
    return absl::OkStatus();
  }

  absl::Status Entry(absl::string_view name, absl::string_view value, bool ended) {
    if (absl::EqualsIgnoreCase(name, "displayName")) ini_.display_name = std::string(value);
    if (absl::EqualsIgnoreCase(name, "gPCMachineExtensionNames")) {
      if (ini_.machine_extensions.value_or(std::string(value)) != value) {
        return Bad("two values of gPCMachineExtensionNames that differ");
      }
      ini_.machine_extensions = std::string(value);
    }
    if (absl::EqualsIgnoreCase(name, "Version")) return Number("Version", value, ended, &version_);
    if (absl::EqualsIgnoreCase(name, "Options")) return Number("Options", value, ended, &options_);
    return absl::OkStatus();
  }

  absl::Status Number(absl::string_view name, absl::string_view value, bool ended,
                      std::optional<uint32_t>* to) {
    uint32_t number = 0;
    if (value.empty() || value.find_first_not_of("0123456789") != absl::string_view::npos ||
        !absl::SimpleAtoi(value, &number)) {
      return Bad(absl::StrCat(name, " `", Shown(value), "` is not a number of 32 bits"));
    }
    if (to->value_or(number) != number)
      return Bad(absl::StrCat("two values of ", name, " that differ"));
    *to = number;
    ini_.without_end = !ended;
    return absl::OkStatus();
  }

  GptIni ini_;
  std::optional<uint32_t> version_;
  std::optional<uint32_t> options_;
  bool in_general_ = false;
};

}  // namespace

absl::StatusOr<GptIni> ParseGptIni(Bytes bytes) {
  if (bytes.size() > kMaxGptIniSize) {
    return absl::ResourceExhaustedError(
        absl::StrCat("GPT.INI: ", bytes.size(), " bytes are over the limit of ", kMaxGptIniSize));
  }
  const StoreText text = DecodeStoreText(bytes);
  if (!text.error.ok()) return TextErrorAtLine(text);
  absl::string_view rest = text.utf8;
  Reader reader;
  uint64_t number = 0;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const bool ended = end != absl::string_view::npos;
    const absl::Status status = reader.Line(rest.substr(0, end), ended);
    ++number;
    if (!status.ok()) return AtPlace(status, Place::Line(number));
    rest = ended ? rest.substr(end + 1) : absl::string_view();
  }
  return reader.Finish();
}

}  // namespace ntlmatrix::policy
