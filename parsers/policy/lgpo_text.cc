// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/lgpo_text.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/policy/name_list.h"
#include "parsers/policy/place.h"
#include "parsers/policy/reader_output.h"
#include "parsers/policy/setting_key.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::policy {
namespace {

using Operation = RegistryValue::Operation;

constexpr absl::string_view kParsing = "; PARSING ";  // and the configuration, of LGPO.exe /parse

// What the fourth line of an entry says.
struct Action {
  absl::string_view word;  // with the colon, where data follows
  Operation operation;
  uint32_t type = 0;
  bool lists_keys = false;
};

constexpr Action kActions[] = {
    {"DWORD:", Operation::kSet, kRegDword},
    {"QWORD:", Operation::kSet, 11},
    {"SZ:", Operation::kSet, kRegSz},
    {"EXSZ:", Operation::kSet, kRegExpandSz},
    {"MULTISZ:", Operation::kSet, kRegMultiSz},
    {"BINARY:", Operation::kSet, kRegBinary},
    {"CREATEKEY", Operation::kSet},
    {"DELETE", Operation::kDelete},
    {"DELETEALLVALUES", Operation::kDeleteValues},
    {"DELETEKEYS", Operation::kDeleteKey, 0, true},
    {"CLEAR", Operation::kDeleteKey},
};

bool HasData(const Action& action) { return absl::EndsWith(action.word, ":"); }

const Action* FindAction(absl::string_view line) {
  for (const Action& action : kActions) {
    if (HasData(action) ? absl::StartsWithIgnoreCase(line, action.word)
                        : absl::EqualsIgnoreCase(line, action.word)) {
      return &action;
    }
  }
  return nullptr;
}

// The hive of a configuration line; empty when it is none.
absl::string_view HiveOf(absl::string_view line) {
  if (absl::EqualsIgnoreCase(line, "Computer")) return "HKEY_LOCAL_MACHINE";
  const bool user = absl::EqualsIgnoreCase(line, "User") ||
                    (absl::StartsWithIgnoreCase(line, "User:") && line.size() > 5);
  return user && !absl::ascii_isspace(static_cast<unsigned char>(line.back()))
             ? "HKEY_CURRENT_USER"
             : absl::string_view();
}

bool IsBlank(absl::string_view line) { return absl::StripAsciiWhitespace(line).empty(); }
bool IsComment(absl::string_view line) { return absl::StartsWith(line, ";"); }

// The next line, without its end, which `*whole` says it has.
absl::string_view TakeLine(absl::string_view* text, bool* whole) {
  const size_t end = text->find('\n');
  *whole = end != absl::string_view::npos;
  absl::string_view line = text->substr(0, end);
  text->remove_prefix(*whole ? end + 1 : text->size());
  absl::ConsumeSuffix(&line, "\r");
  return line;
}

class Reader {
 public:
  Reader(RegistryValueSink values, PolicyFindingSink findings)
      : values_(values), findings_(findings) {}

  absl::Status Read(Bytes bytes);

 private:
  absl::Status ReadLines(absl::string_view text);
  absl::Status ReadLine(absl::string_view line);
  absl::Status ReadBetweenEntries(absl::string_view line);
  absl::Status ReadAction(absl::string_view line);
  absl::Status Lint(const Action& action, absl::string_view line);
  absl::Status Deliver(const RegistryValue& value);
  absl::Status Report(absl::string_view id, Severity severity, std::string message,
                      std::string fix);
  absl::Status ReportCutOff();

  Place Here() const { return Place::Line(line_number_); }
  absl::Status ErrorHere(std::string message) const {
    return AtPlace(absl::InvalidArgumentError(message), Here());
  }

  RegistryValueSink values_;
  PolicyFindingSink findings_;
  uint64_t line_number_ = 0;
  bool line_is_whole_ = true;
  bool reported_case_ = false;
  size_t lines_of_entry_ = 0;  // read so far
  absl::string_view hive_;
  absl::string_view key_;
  absl::string_view name_;
  NameLists lists_;
  size_t value_count_ = 0;
  size_t finding_count_ = 0;
};

absl::Status Reader::Read(Bytes bytes) {
  if (absl::Status status = CheckStoreSize(bytes.size(), kMaxLgpoTextSize, "an LGPO text");
      !status.ok()) {
    return status;
  }
  const StoreText text = DecodeStoreText(bytes);
  if (text.error.ok() && text.utf8.empty()) {
    return absl::InvalidArgumentError("the file is empty but for a byte order mark");
  }
  switch (text.encoding) {
    case TextEncoding::kUtf16LittleEndianGuess:
    case TextEncoding::kUtf16BigEndianGuess:
    case TextEncoding::k8Bit:
      findings_({text.encoding == TextEncoding::k8Bit ? "encoding-8-bit" : "encoding-guessed",
                 Severity::kWarning,
                 absl::StrCat("read as ", TextEncodingName(text.encoding)),
                 "save the file as UTF-8 or UTF-16LE with byte order mark",
                 {}});
      break;
    default:
      break;
  }
  if (absl::Status status = ReadLines(WholeLines(text)); !status.ok()) {
    return status;
  }
  if (!text.error.ok()) return TextErrorAtLine(text);
  if (lines_of_entry_ == 0) return absl::OkStatus();
  return ErrorHere(absl::StrCat("the file ends behind ", lines_of_entry_,
                                lines_of_entry_ == 1 ? " line" : " lines", " of an entry of four"));
}

absl::Status Reader::ReadLines(absl::string_view text) {
  while (!text.empty()) {
    ++line_number_;
    const absl::string_view line = TakeLine(&text, &line_is_whole_);
    if (line.size() > kMaxLgpoTextLine) {
      return AtPlace(
          absl::ResourceExhaustedError(absl::StrCat(
              "a line of ", line.size(), " bytes is over the limit of ", kMaxLgpoTextLine)),
          Here());
    }
    if (absl::StrContains(line, '\r')) return ErrorHere("carriage return without line feed");
    if (absl::Status status = ReadLine(line); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Reader::ReadLine(absl::string_view line) {
  if (lines_of_entry_ == 0) return ReadBetweenEntries(line);
  constexpr absl::string_view kParts[] = {"key", "value name", "action"};
  if (IsBlank(line) || IsComment(line)) {
    return ErrorHere(absl::StrCat("a blank line or a comment where the ",
                                  kParts[lines_of_entry_ - 1], " of an entry belongs"));
  }
  switch (lines_of_entry_++) {
    case 1:
      key_ = line;
      return absl::OkStatus();
    case 2:
      name_ = absl::EqualsIgnoreCase(line, "(Default)") ? "" : line;
      return absl::OkStatus();
    default:
      lines_of_entry_ = 0;
      return ReadAction(line);
  }
}

absl::Status Reader::ReadBetweenEntries(absl::string_view line) {
  if (IsBlank(line) || IsComment(line)) return line_is_whole_ ? absl::OkStatus() : ReportCutOff();
  hive_ = HiveOf(line);
  if (hive_.empty()) {
    return ErrorHere(absl::StrCat("`", Shown(line),
                                  "` where an entry begins: neither Computer nor User nor User: "
                                  "and an account, without blanks around it"));
  }
  lines_of_entry_ = 1;
  return absl::OkStatus();
}

// Reports what is wrong with an entry that can be read.
absl::Status Reader::Lint(const Action& action, absl::string_view line) {
  if (!absl::StartsWith(line, action.word) && !std::exchange(reported_case_, true)) {
    findings_({"action-case", Severity::kWarning,
               absl::StrCat("no document says that LGPO.exe knows ", action.word,
                            " in other letters: ", Shown(line)),
               absl::StrCat("write ", action.word), Here()});
  }
  if (absl::StartsWith(name_, "**")) {
    absl::Status status =
        Report("directive", IsNearSetting(key_) ? Severity::kError : Severity::kWarning,
               absl::StrCat("the value name ", Shown(name_), " of ", Shown(key_),
                            " becomes a directive in Registry.pol"),
               "write the action DELETE, DELETEALLVALUES or DELETEKEYS");
    if (!status.ok()) return status;
  }
  return line_is_whole_ ? absl::OkStatus() : ReportCutOff();
}

absl::Status Reader::ReadAction(absl::string_view line) {
  const Action* const action = FindAction(line);
  if (action == nullptr) {
    return ErrorHere(absl::StrCat("`", Shown(line),
                                  "` where an action such as DWORD:1 or DELETE belongs; a line of "
                                  "the entry may be missing"));
  }
  if (absl::Status status = Lint(*action, line); !status.ok()) return status;
  RegistryValue value;
  value.hive = hive_;
  value.key = key_;
  value.type = action->type;
  value.operation = action->operation;
  value.cut_off = !line_is_whole_;
  value.where = Here();
  value.data = value.operation == Operation::kSet ? line.substr(action->word.size()) : line;
  if (HasData(*action) || action->operation == Operation::kDelete) value.name = name_;
  if (!action->lists_keys) return Deliver(value);
  if (name_.find_first_not_of(';') == absl::string_view::npos) {
    return ErrorHere("DELETEKEYS without a key on the line before it");
  }
  return lists_.DeleteKeys(name_, value, [this](const RegistryValue& one) { return Deliver(one); });
}

absl::Status Reader::Deliver(const RegistryValue& value) {
  if (++value_count_ > kMaxLgpoTextValues) {
    return AtPlace(
        absl::ResourceExhaustedError(absl::StrCat("more than ", kMaxLgpoTextValues, " values")),
        Here());
  }
  values_(value);
  return absl::OkStatus();
}

absl::Status Reader::Report(absl::string_view id, Severity severity, std::string message,
                            std::string fix) {
  if (++finding_count_ > kMaxLgpoTextFindings) {
    return AtPlace(
        absl::ResourceExhaustedError(absl::StrCat("more than ", kMaxLgpoTextFindings, " findings")),
        Here());
  }
  findings_({id, severity, std::move(message), std::move(fix), Here()});
  return absl::OkStatus();
}

absl::Status Reader::ReportCutOff() {
  return Report("no-line-end", Severity::kError,
                "the last line has no line end; it, and entries behind it, may be cut off",
                "compare with the original file, and end the last line");
}

}  // namespace

bool LooksLikeLgpoText(Bytes bytes) {
  const StoreText text = DecodeStoreHead(bytes, 4096);
  absl::string_view rest = text.utf8;
  bool parsing = false;
  while (!rest.empty()) {
    bool whole = false;
    const absl::string_view line = TakeLine(&rest, &whole);
    parsing |= absl::StartsWith(line, kParsing);
    if (!IsBlank(line) && !IsComment(line)) return !HiveOf(line).empty();
  }
  return parsing;
}

absl::Status ReadLgpoText(const StoreInput& input, RegistryValueSink values,
                          PolicyFindingSink findings) {
  return Reader(values, findings).Read(input.bytes);
}

}  // namespace ntlmatrix::policy
