// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/reg_file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/policy/blanks.h"
#include "parsers/policy/reader_output.h"
#include "parsers/policy/reg_data.h"
#include "parsers/policy/store_lines.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kHeader4 = "REGEDIT4";
constexpr absl::string_view kHeader5 = "Windows Registry Editor Version 5.00";

constexpr absl::string_view kHives[] = {"HKEY_LOCAL_MACHINE",  "HKEY_USERS",
                                        "HKEY_CURRENT_USER",   "HKEY_CLASSES_ROOT",
                                        "HKEY_CURRENT_CONFIG", "HKEY_DYN_DATA"};

bool IsHive(absl::string_view name) {
  return std::any_of(std::begin(kHives), std::end(kHives),
                     [&](absl::string_view hive) { return absl::EqualsIgnoreCase(name, hive); });
}

bool IsComment(absl::string_view trimmed) { return absl::StartsWith(trimmed, ";"); }

// A name between quotes without its escapes; `scratch` holds it where it had any. Nothing where a
// backslash stands before another character, for which no document says what it means.
std::optional<absl::string_view> Unescape(absl::string_view name, std::string* scratch) {
  if (name.find('\\') == absl::string_view::npos) return name;
  scratch->clear();
  for (size_t at = 0; at < name.size(); ++at) {
    if (name[at] == '\\') {
      ++at;
      if (at == name.size() || (name[at] != '\\' && name[at] != '"')) return std::nullopt;
    }
    scratch->push_back(name[at]);
  }
  return *scratch;
}

class Reader {
 public:
  Reader(RegistryValueSink values, PolicyFindingSink findings)
      : values_(values), findings_(findings) {}

  absl::Status Read(Bytes bytes);

 private:
  absl::Status ReadFileHeader(TextEncoding encoding);
  absl::Status ReadLine(absl::string_view line);
  void ReportNotAnEntry(absl::string_view problem, absl::string_view line);
  absl::Status ReadKey(absl::string_view line);
  absl::Status ReadValue(absl::string_view line);
  absl::Status ReadData(absl::string_view line, RegistryValue* value);
  absl::Status ReadBytes(absl::string_view line, absl::string_view hex, RegistryValue* value);
  absl::Status Deliver(const RegistryValue& value);
  void ReportUnreadable(absl::string_view problem, const RegistryValue& value);

  absl::Status ErrorHere(absl::Status status) const {
    return AtPlace(std::move(status), lines_.place());
  }
  void Report(absl::string_view id, Severity severity, std::string message, std::string fix) {
    ++finding_count_;
    findings_({id, severity, std::move(message), std::move(fix), lines_.place()});
  }
  void ReportNoLineEnd(Severity severity) {
    Report("no-line-end", severity,
           severity == Severity::kError
               ? "the last line has no line end; it, and lines after it, may be cut off"
               : "the last line has no line end; lines after it may be cut off",
           "compare with the original file, and end the last line");
  }

  RegistryValueSink values_;
  PolicyFindingSink findings_;
  StoreLines lines_ = {absl::string_view(), kMaxRegFileLine};
  bool in_key_ = false;                    // a key to which values may belong
  absl::string_view hive_, key_, no_key_;  // no_key_: why there is none
  bool may_be_continuation_ = false;       // an unreadable line before it ends in a backslash
  bool in_open_string_ = false;            // a string above has no closing quote in its line
  std::string name_;
  std::vector<uint8_t> bytes_;
  size_t value_count_ = 0;
  size_t finding_count_ = 0;
};

absl::Status Reader::Read(Bytes bytes) {
  if (absl::Status status = CheckStoreSize(bytes.size(), kMaxRegFileSize, "a .reg file");
      !status.ok()) {
    return status;
  }
  const StoreText text = DecodeStoreText(bytes);
  lines_ = {WholeLines(text), kMaxRegFileLine};
  absl::Status status;
  if (text.error.ok() || !lines_.done()) status = ReadFileHeader(text.encoding);
  while (status.ok() && !lines_.done()) {
    status = lines_.Next();
    if (status.ok()) status = ReadLine(TrimLeadingBlanks(lines_.line()));
    if (status.ok() && finding_count_ > kMaxRegFileFindings) {
      status = ErrorHere(absl::ResourceExhaustedError(
          absl::StrCat("more than ", kMaxRegFileFindings, " findings; not a .reg file?")));
    }
  }
  return status.ok() ? TextErrorAtLine(text) : status;
}

absl::Status Reader::ReadFileHeader(TextEncoding encoding) {
  if (absl::Status status = lines_.Next(); !status.ok()) return status;
  const absl::string_view header = TrimLeadingBlanks(lines_.line());
  if (header != kHeader4 && header != kHeader5) {
    return ErrorHere(absl::InvalidArgumentError(
        absl::StrCat("the first line is neither `", kHeader4, "` nor `", kHeader5,
                     "`, so that regedit imports nothing: ", Shown(lines_.line()))));
  }
  if (lines_.cut_off()) ReportNoLineEnd(Severity::kError);
  const bool fits =
      encoding == TextEncoding::kUtf8 ||
      encoding == (header == kHeader4 ? TextEncoding::k8Bit : TextEncoding::kUtf16LittleEndian);
  if (fits) return absl::OkStatus();
  findings_({"encoding",
             Severity::kWarning,
             absl::StrCat("the file is read as ", TextEncodingName(encoding), "; regedit writes ",
                          header == kHeader4 ? "an ANSI code page below `REGEDIT4`"
                                             : "UTF-16LE with byte order mark below this header"),
             "save the file as UTF-16LE with byte order mark, below the header of version 5.00",
             {}});
  return absl::OkStatus();
}

absl::Status Reader::ReadLine(absl::string_view line) {
  if (line.empty()) {
    if (lines_.cut_off()) ReportNoLineEnd(Severity::kError);
    return absl::OkStatus();
  }
  switch (line.front()) {
    case '[':
      return ReadKey(line);
    case '"':
    case '@':
      return ReadValue(line);
    case ';':
    case '#':
      if (line.front() == '#') {
        Report("hash-comment", Severity::kWarning,
               absl::StrCat("a comment begins with `;`; regedit skips the line all the same: ",
                            Shown(line)),
               "write `;`, or remove the line");
      }
      if (lines_.cut_off()) ReportNoLineEnd(Severity::kError);
      return absl::OkStatus();
    default:
      ReportNotAnEntry("neither a key, a value nor a comment: ", line);
      return absl::OkStatus();
  }
}

void Reader::ReportNotAnEntry(absl::string_view problem, absl::string_view line) {
  may_be_continuation_ = absl::EndsWith(TrimBlanks(line), "\\");
  Report("not-an-entry", Severity::kError,
         absl::StrCat(lines_.cut_off() ? "the file ends inside this line; " : "", problem,
                      Shown(line)),
         "write \"name\"=data, or remove the line; regedit skips it");
}

absl::Status Reader::ReadKey(absl::string_view line) {
  in_key_ = false;
  hive_ = key_ = absl::string_view();
  const size_t end = line.rfind(']');
  if (end == absl::string_view::npos) {
    no_key_ = "below a key that can't be read";
    Report("key-without-end", Severity::kError,
           absl::StrCat(lines_.cut_off() ? "the file ends inside this line; " : "",
                        "a key without `]`: ", Shown(line)),
           "write the whole key, such as [HKEY_LOCAL_MACHINE\\SYSTEM]");
    may_be_continuation_ = absl::EndsWith(TrimBlanks(line), "\\");
    return absl::OkStatus();
  }
  absl::string_view inside = line.substr(1, end - 1);
  if (const absl::string_view rest = TrimBlanks(line.substr(end + 1)); !rest.empty()) {
    Report("text-after-key", IsComment(rest) ? Severity::kWarning : Severity::kError,
           absl::StrCat("text after the `]` of a key: ", Shown(line)),
           "put the key on a line of its own");
  }
  if (absl::StrContains(inside, ']')) {
    Report("several-key-ends", Severity::kError,
           absl::StrCat("more than one `]` could end the key; read as ", Shown(inside)),
           "put the key on a line of its own");
  }
  const bool deletes = absl::ConsumePrefix(&inside, "-");
  const size_t separator = std::min(inside.find('\\'), inside.size());
  hive_ = inside.substr(0, separator);
  key_ = inside.substr(std::min(separator + 1, inside.size()));
  if (!IsHive(hive_)) {
    Report("hive", Severity::kError,
           absl::StrCat("no key of a hive that regedit knows by this name: ", Shown(line)),
           "write HKEY_LOCAL_MACHINE and the key behind it, without blanks");
  }
  if (lines_.cut_off()) ReportNoLineEnd(Severity::kError);
  const bool surely_a_key = !std::exchange(may_be_continuation_, false);
  in_key_ = surely_a_key && !deletes;
  no_key_ = surely_a_key ? "below a key that is deleted"
                         : "below a key that may go on the unreadable line before it";
  if (!deletes) return absl::OkStatus();
  RegistryValue value;
  value.hive = hive_;
  value.key = key_;
  value.operation = RegistryValue::Operation::kDeleteKey;
  value.where = lines_.place();
  return Deliver(value);
}

absl::Status Reader::ReadValue(absl::string_view line) {
  RegistryValue value;
  value.where = lines_.place();
  const size_t name_end = line.front() == '@' ? 0 : FindClosingQuote(line);
  absl::string_view data;
  if (name_end != absl::string_view::npos) data = TrimLeadingBlanks(line.substr(name_end + 1));
  if (!absl::ConsumePrefix(&data, "=")) {
    ReportNotAnEntry(name_end == absl::string_view::npos ? "a name without closing quote: "
                                                         : "a name without `=` behind it: ",
                     line);
    return absl::OkStatus();
  }
  if (name_end > 0) {
    const absl::string_view quoted = line.substr(1, name_end - 1);
    const auto name = Unescape(quoted, &name_);
    value.name = name.value_or(quoted);
    if (!name.has_value()) {
      Report("odd-escape", Severity::kError,
             absl::StrCat("a backslash in a name that stands before neither `\\` nor `\"`: ",
                          Shown(line)),
             "write `\\\\` for a backslash");
    }
  }
  if (in_key_) {
    value.hive = hive_;
    value.key = key_;
  } else {
    Report("value-without-key", Severity::kError,
           absl::StrCat("a value ", no_key_.empty() ? "before the first key" : no_key_, ": ",
                        Shown(line)),
           "put the value below its key");
  }
  if (in_open_string_) {
    value.condition = "holds only where the string without closing quote above ends in its line";
  } else if (std::exchange(may_be_continuation_, false)) {
    value.condition = "holds only where the line does not go on the unreadable one before it";
  }
  return ReadData(TrimLeadingBlanks(data), &value);
}

absl::Status Reader::ReadData(absl::string_view line, RegistryValue* value) {
  const RegData data = ReadRegData(line);
  value->type = data.type;
  value->written = TrimBlanks(line);
  std::array<uint8_t, 4> number = {};
  bool whole = true;  // what else could follow is another line
  switch (data.form) {
    case RegData::Form::kHex:
      return ReadBytes(line, data.text, value);
    case RegData::Form::kUnreadable:
      whole = false;
      ReportUnreadable(data.problem, *value);
      in_open_string_ |= data.open_string;
      value->type = kRegDword;
      value->data = Bytes();
      break;
    case RegData::Form::kString:
      value->data = data.text;
      value->written = absl::string_view();
      break;
    case RegData::Form::kDword:
      whole = data.digits == 8;
      for (size_t i = 0; i < 4; ++i) number[i] = static_cast<uint8_t>(data.number >> 8 * i);
      value->data = Bytes(number);
      if (!whole) {
        Report("short-dword", Severity::kWarning,
               absl::StrCat("`", Shown(value->written),
                            "` is read as its number; some readers want eight digits"),
               absl::StrCat("write dword:", absl::Hex(data.number, absl::kZeroPad8)));
      }
      break;
    case RegData::Form::kDeletion:
      value->operation = RegistryValue::Operation::kDelete;
      break;
  }
  if (lines_.cut_off()) {
    ReportNoLineEnd(whole ? Severity::kWarning : Severity::kError);
    value->cut_off = !whole;
  }
  return Deliver(*value);
}

// The bytes of hex: or hex(type):, over as many lines as they go on. `line` begins with the data,
// `hex` with the first byte.
absl::Status Reader::ReadBytes(absl::string_view line, absl::string_view hex,
                               RegistryValue* value) {
  const absl::string_view from_data = lines_.from_line().substr(lines_.line().size() - line.size());
  bytes_.clear();
  bool more = false, interrupted = false;
  absl::string_view problem = ReadHexLine(hex, &bytes_, &more);
  while (problem.empty() && more) {
    if (lines_.done()) {
      problem = "the file ends where more bytes should follow";
      value->cut_off = true;
      break;
    }
    if (absl::Status status = lines_.Next(); !status.ok()) return status;
    line = TrimLeadingBlanks(lines_.line());
    if (line.empty() || IsComment(line)) {
      interrupted = true;
    } else if (line.front() == '[' || line.front() == '"' || line.front() == '@') {
      problem = "another entry follows where more bytes should";
      lines_.StepBack();
    } else {
      problem = ReadHexLine(line, &bytes_, &more);
    }
  }
  value->data = Bytes(bytes_);
  value->written = absl::StripTrailingAsciiWhitespace(
      from_data.substr(0, from_data.size() - lines_.rest().size()));
  if (!problem.empty()) {
    ReportUnreadable(problem, *value);
    may_be_continuation_ |= more;
    value->type = kRegDword;
    value->data = Bytes();
  } else if (interrupted) {
    Report("interrupted-data", Severity::kWarning,
           absl::StrCat("a comment or a blank line between bytes that regedit puts together: ",
                        Shown(value->written)),
           "put the bytes on lines that follow each other");
  }
  if (lines_.cut_off() && lines_.done()) {
    ReportNoLineEnd(Severity::kError);
    value->cut_off = true;
  }
  return Deliver(*value);
}

void Reader::ReportUnreadable(absl::string_view problem, const RegistryValue& value) {
  may_be_continuation_ = absl::EndsWith(value.written, "\\");
  Report("unreadable-data", Severity::kError,
         absl::StrCat(problem, "; regedit may skip the value ", Shown(value.name), ": ",
                      Shown(value.written)),
         "write dword: and eight hexadecimal digits, or data as regedit exports it");
}

absl::Status Reader::Deliver(const RegistryValue& value) {
  if (++value_count_ > kMaxRegFileValues) {
    return ErrorHere(absl::ResourceExhaustedError(
        absl::StrCat("more than ", kMaxRegFileValues, " registry values")));
  }
  values_(value);
  return absl::OkStatus();
}

}  // namespace

bool LooksLikeRegFile(Bytes bytes) {
  const StoreText text = DecodeStoreHead(bytes, 4096);
  absl::string_view rest = text.utf8;
  while (!rest.empty()) {
    const size_t line_end = std::min(rest.find('\n'), rest.size() - 1);
    const absl::string_view line = absl::StripAsciiWhitespace(rest.substr(0, line_end + 1));
    rest = rest.substr(line_end + 1);
    if (line.empty() || IsComment(line)) continue;
    return absl::StartsWithIgnoreCase(line, "REGEDIT") ||
           absl::StartsWithIgnoreCase(line, "Windows Registry Editor") ||
           absl::StartsWithIgnoreCase(line, "[HKEY_") ||
           absl::StartsWithIgnoreCase(line, "[-HKEY_");
  }
  return false;
}

absl::Status ReadRegFile(const StoreInput& input, RegistryValueSink values,
                         PolicyFindingSink findings) {
  return Reader(values, findings).Read(input.bytes);
}

}  // namespace ntlmatrix::policy
