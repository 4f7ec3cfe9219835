// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/security_template.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "parsers/policy/blanks.h"
#include "parsers/policy/reader_output.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kRegistryValues = "Registry Values";
constexpr absl::string_view kVersion = "Version";

// The sections of [MS-GPSB] 2.2 and those that secedit writes beside them.
constexpr absl::string_view kSections[] = {
    kRegistryValues,       "Unicode",          kVersion,
    "System Access",       "Event Audit",      "Kerberos Policy",
    "Privilege Rights",    "Registry Keys",    "File Security",
    "Group Membership",    "System Log",       "Security Log",
    "Application Log",     "Audit Log",        "Service General Setting",
    "Profile Description", "Strings",          "Attachment Services",
    "Local Policies",      "Account Profiles",
};

// The roots of [MS-GPSB] 2.2.5, and names of the first that people write by hand.
constexpr absl::string_view kHives[] = {"MACHINE", "USERS", "CLASSES_ROOT"};
constexpr absl::string_view kOtherHives[] = {"HKLM", "HKLM:", "HKEY_LOCAL_MACHINE",
                                             "HKEY_LOCAL_MACHINE:"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsOneOf(absl::string_view name, absl::Span<const absl::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](absl::string_view one) { return absl::EqualsIgnoreCase(one, name); });
}

// `type` blanks `,` data, as it follows the `=` of an entry.
struct TypedData {
  absl::string_view type;
  absl::string_view data;
};

std::optional<TypedData> SplitTypedData(absl::string_view text) {
  text = TrimLeadingBlanks(text);
  size_t digits = 0;
  while (digits < text.size() && IsDigit(text[digits])) ++digits;
  if (digits == 0) return std::nullopt;
  absl::string_view data = TrimLeadingBlanks(text.substr(digits));
  if (!absl::ConsumePrefix(&data, ",")) return std::nullopt;
  return TypedData{text.substr(0, digits), TrimBlanks(data)};
}

// A line of [Registry Values]: RegistryValueName "=" RegistryValueType "," RegistryValue.
struct Entry {
  absl::string_view path;
  TypedData value;
  bool ambiguous = false;  // another `=` could end the name as well
};

std::optional<Entry> SplitEntry(absl::string_view line) {
  if (absl::StartsWith(line, "\"")) {
    const size_t quote = line.find('"', 1);
    if (quote == absl::string_view::npos) return std::nullopt;
    absl::string_view rest = TrimBlanks(line.substr(quote + 1));
    if (!absl::ConsumePrefix(&rest, "=")) return std::nullopt;
    const auto value = SplitTypedData(rest);
    if (!value.has_value()) return std::nullopt;
    return Entry{line.substr(1, quote - 1), *value, false};
  }
  std::optional<Entry> entry;
  for (size_t at = line.find('='); at != absl::string_view::npos; at = line.find('=', at + 1)) {
    const auto value = SplitTypedData(line.substr(at + 1));
    if (!value.has_value()) continue;
    if (entry.has_value()) {
      entry->ambiguous = true;
      break;
    }
    entry = Entry{TrimBlanks(line.substr(0, at)), *value, false};
  }
  return entry;
}

// QuotedString of [MS-GPSB] 2.2; what else holds an `=` may be two lines run together.
bool IsQuotedString(absl::string_view data) {
  return absl::ConsumePrefix(&data, "\"") && absl::ConsumeSuffix(&data, "\"") &&
         !absl::StrContains(data, '"');
}

// Whether an INF file goes on with the next line: a backslash is the last thing before the end or
// a comment. What is quoted counts as little as a line that is a comment itself.
bool EndsInContinuation(absl::string_view line) {
  bool quoted = false;
  for (size_t at = line.find_first_of("\";"); at != absl::string_view::npos;
       at = line.find_first_of("\";", at + 1)) {
    if (line[at] == '"') {
      quoted = !quoted;
    } else if (!quoted && absl::EndsWith(TrimBlanks(line.substr(0, at)), "\\")) {
      return true;
    }
  }
  return absl::EndsWith(TrimBlanks(line), "\\");
}

PolicyFinding ContinuationFinding(absl::string_view line, const Place& where) {
  return {"line-continuation", Severity::kError,
          absl::StrCat("the line ends in a backslash, with which an INF file continues a line; the "
                       "next line may not count: ",
                       Shown(line)),
          "put the data in quotation marks, or remove the backslash", where};
}

// The line of the VersionPreamble that marks a security template, [MS-GPSB] 2.2.
bool IsSignature(absl::string_view line) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(line, absl::MaxSplits('=', 1));
  absl::string_view value = TrimBlanks(parts.second);
  if (absl::ConsumePrefix(&value, "\"") != absl::ConsumeSuffix(&value, "\"")) return false;
  return absl::EqualsIgnoreCase(TrimBlanks(parts.first), "signature") &&
         absl::EqualsIgnoreCase(value, "$CHICAGO$");
}

// IdCharacter of [MS-GPSB] 2.2.5 and the separator. To the end without a branch, which takes a
// fraction of the time that looking for the first bad one does.
bool IsKeyText(absl::string_view path) {
  unsigned bad = 0;
  for (const char c : path) bad |= static_cast<unsigned>(c < 0x20 || c >= 0x7F || c == '"');
  return bad == 0;
}

class Reader {
 public:
  Reader(RegistryValueSink values, PolicyFindingSink findings)
      : values_(values), findings_(findings) {}

  absl::Status Read(Bytes bytes);

 private:
  absl::Status ReadText(absl::string_view text);
  absl::Status ReadLine(absl::string_view line);
  void ReadHeader(absl::string_view line);
  absl::Status ReadRegistryValue(absl::string_view line);
  void ReadOtherSection(absl::string_view line);
  void ReportMissingParts(TextEncoding encoding);
  void ReportEncoding(TextEncoding encoding);

  Place Here() const { return Place::Line(line_); }
  absl::Status ErrorHere(absl::Status status) const { return AtPlace(std::move(status), Here()); }
  void Report(absl::string_view id, Severity severity, std::string message, std::string fix) {
    ++finding_count_;
    findings_({id, severity, std::move(message), std::move(fix), Here()});
  }

  RegistryValueSink values_;
  PolicyFindingSink findings_;
  uint64_t line_ = 0;
  bool line_is_cut_off_ = false;
  std::optional<absl::string_view> section_;  // as written; nothing before the first one
  bool in_registry_values_ = false;
  bool in_version_ = false;
  bool seen_registry_values_ = false;
  bool seen_template_section_ = false;
  bool seen_signature_ = false;
  Place first_text_before_sections_;  // the whole store where there is none
  bool reported_double_cr_ = false;
  size_t value_count_ = 0;
  size_t finding_count_ = 0;
};

void Reader::ReportEncoding(TextEncoding encoding) {
  const absl::string_view name = TextEncodingName(encoding);
  const std::string fix = "save the file as UTF-16LE with byte order mark";
  switch (encoding) {
    case TextEncoding::kUtf16LittleEndian:
      return;
    case TextEncoding::kUtf16LittleEndianGuess:
    case TextEncoding::kUtf16BigEndianGuess:
      findings_({"encoding-guessed", Severity::kWarning, absl::StrCat("read as ", name), fix, {}});
      return;
    case TextEncoding::k8Bit:
      findings_({"encoding-8-bit", Severity::kWarning, absl::StrCat("read as ", name), fix, {}});
      return;
    default:
      findings_({"encoding",
                 Severity::kNote,
                 absl::StrCat("the file is ", name,
                              "; [MS-GPSB] 2.2 wants UTF-16LE with byte order mark in a GPO"),
                 fix,
                 {}});
  }
}

absl::Status Reader::Read(Bytes bytes) {
  if (absl::Status status =
          CheckStoreSize(bytes.size(), kMaxSecurityTemplateSize, "a security template");
      !status.ok()) {
    return status;
  }
  const StoreText text = DecodeStoreText(bytes);
  ReportEncoding(text.encoding);
  if (absl::Status status = ReadText(WholeLines(text)); !status.ok()) {
    return status;
  }
  if (!text.error.ok()) return TextErrorAtLine(text);
  if (!seen_template_section_) {
    return absl::InvalidArgumentError(
        "not a security template: it has no section that a template has, such as [Unicode], "
        "[Version] or [Registry Values]");
  }
  ReportMissingParts(text.encoding);
  return absl::OkStatus();
}

// What tells a whole template from the rest of one.
void Reader::ReportMissingParts(TextEncoding encoding) {
  if (!seen_signature_) {
    findings_(
        {"no-signature",
         Severity::kError,
         "no signature=\"$CHICAGO$\" in a section [Version]; a file without it is ignored "
         "whole ([MS-GPSB] 2.2, 3.2.5), and the end of this one may be cut off",
         "compare with the original file; it needs [Version] with signature=\"$CHICAGO$\" and "
         "Revision=1",
         {}});
  }
  const bool mark_missing = encoding == TextEncoding::kUtf16LittleEndianGuess ||
                            encoding == TextEncoding::kUtf16BigEndianGuess;
  if (mark_missing && !seen_registry_values_) {
    findings_({"no-mark",
               Severity::kError,
               "UTF-16 without byte order mark and without registry values; the beginning of the "
               "file may be cut off",
               "compare with the original file, and save it with byte order mark",
               {}});
  }
  if (first_text_before_sections_ != Place()) {
    findings_({"text-before-sections",
               seen_registry_values_ ? Severity::kWarning : Severity::kError,
               "text before the first section; the beginning of the file may be cut off",
               "compare with the original file, and remove the text", first_text_before_sections_});
  }
}

absl::Status Reader::ReadText(absl::string_view text) {
  while (!text.empty()) {
    ++line_;
    const size_t line_end = text.find('\n');
    line_is_cut_off_ = line_end == absl::string_view::npos;
    absl::string_view line = text.substr(0, line_end);
    text = line_is_cut_off_ ? absl::string_view() : text.substr(line_end + 1);
    if (line.size() > kMaxSecurityTemplateLine) {
      return ErrorHere(absl::ResourceExhaustedError(absl::StrCat(
          "a line of ", line.size(), " bytes is over the limit of ", kMaxSecurityTemplateLine)));
    }
    if (absl::ConsumeSuffix(&line, "\r") && absl::EndsWith(line, "\r")) {
      if (!std::exchange(reported_double_cr_, true)) {
        Report("line-end", Severity::kWarning, "the line ends in CR CR LF",
               "save the file with CRLF line ends");
      }
      while (absl::ConsumeSuffix(&line, "\r")) continue;
    }
    if (absl::StrContains(line, '\r')) {
      return ErrorHere(absl::InvalidArgumentError("carriage return without line feed"));
    }
    if (absl::Status status = ReadLine(line); !status.ok()) return status;
    if (finding_count_ > kMaxSecurityTemplateFindings) {
      return ErrorHere(absl::ResourceExhaustedError(
          absl::StrCat("more than ", kMaxSecurityTemplateFindings, " findings; not a template?")));
    }
  }
  return absl::OkStatus();
}

absl::Status Reader::ReadLine(absl::string_view line) {
  line = TrimBlanks(line);
  if (absl::StartsWith(line, "[")) {
    ReadHeader(line);
    return absl::OkStatus();
  }
  if (line_is_cut_off_ && (!in_registry_values_ || line.empty())) {
    Report("no-line-end", Severity::kError,
           "the last line has no line end; the file may be cut off",
           "compare with the original file, and end the last line");
  }
  if (line.empty()) return absl::OkStatus();
  if (absl::StartsWith(line, ";")) return absl::OkStatus();
  if (in_registry_values_) return ReadRegistryValue(line);
  if (!section_.has_value() && first_text_before_sections_ == Place()) {
    first_text_before_sections_ = Here();
  }
  if (EndsInContinuation(line)) {
    ++finding_count_;
    findings_(ContinuationFinding(line, Here()));
  }
  seen_signature_ |= in_version_ && IsSignature(line);
  ReadOtherSection(line);
  return absl::OkStatus();
}

void Reader::ReadHeader(absl::string_view line) {
  const size_t end = line.find(']');
  const absl::string_view inside = line.substr(1, end == absl::string_view::npos ? end : end - 1);
  const absl::string_view name = TrimBlanks(inside);
  section_ = name;
  in_registry_values_ = absl::EqualsIgnoreCase(name, kRegistryValues);
  in_version_ = absl::EqualsIgnoreCase(name, kVersion);
  seen_registry_values_ |= in_registry_values_;
  if (end == absl::string_view::npos) {
    Report("section-without-end", Severity::kError,
           absl::StrCat("section header without `]`: ", Shown(line)),
           "write the whole header, such as [Registry Values]");
  } else if (const absl::string_view rest = TrimBlanks(line.substr(end + 1));
             !rest.empty() && !absl::StartsWith(rest, ";")) {
    Report("text-after-section", Severity::kError,
           absl::StrCat("text after a section header: ", Shown(line)),
           "put the header on a line of its own");
  } else if (line_is_cut_off_) {
    Report("no-line-end", Severity::kError,
           absl::StrCat("the file ends in the header of section [", Shown(name),
                        "] without line end; what the section holds may be cut off"),
           "compare with the original file, and end the last line");
  }
  if (!IsOneOf(name, kSections)) {
    Report("unknown-section", Severity::kWarning,
           absl::StrCat("[", Shown(name), "] is no section of a security template; not read"),
           "check the spelling; registry values are read from [Registry Values] alone");
    return;
  }
  seen_template_section_ = true;
  if (name.size() != inside.size()) {
    Report("blank-in-section", Severity::kWarning,
           absl::StrCat("blanks inside the brackets of [", Shown(inside),
                        "]; Windows may not know the section"),
           absl::StrCat("write [", name, "]"));
  }
}

absl::Status Reader::ReadRegistryValue(absl::string_view line) {
  ReadRegistryValueLine(
      line, Here(), line_is_cut_off_,
      [&](const RegistryValue& value) {
        if (++value_count_ <= kMaxSecurityTemplateValues) values_(value);
      },
      [&](PolicyFinding finding) {
        ++finding_count_;
        findings_(std::move(finding));
      });
  if (value_count_ <= kMaxSecurityTemplateValues) return absl::OkStatus();
  return ErrorHere(absl::ResourceExhaustedError(
      absl::StrCat("more than ", kMaxSecurityTemplateValues, " registry values")));
}

// A value below a misspelt or missing header must not vanish.
void Reader::ReadOtherSection(absl::string_view line) {
  const auto entry = SplitEntry(line);
  if (!entry.has_value()) return;
  if (!absl::StrContains(entry->path, '\\')) return;
  Report("outside-registry-values", Severity::kError,
         absl::StrCat("a registry value ",
                      section_.has_value() ? absl::StrCat("in section [", Shown(*section_), "]")
                                           : std::string("before the first section"),
                      " is not applied: ", Shown(line)),
         "move the line to [Registry Values]");
}

}  // namespace

bool LooksLikeSecurityTemplate(Bytes bytes) {
  const StoreText text = DecodeStoreHead(bytes, 4096);
  absl::string_view rest = text.utf8;
  while (!rest.empty()) {
    const size_t line_end = std::min(rest.find('\n'), rest.size() - 1);
    if (absl::StartsWith(TrimBlanks(rest.substr(0, line_end + 1)), "[")) return true;
    rest = rest.substr(line_end + 1);
  }
  return false;
}

absl::Status ReadSecurityTemplate(const StoreInput& input, RegistryValueSink values,
                                  PolicyFindingSink findings) {
  return Reader(values, findings).Read(input.bytes);
}

void SplitRegistryPath(absl::string_view path, RegistryValue* value) {
  const size_t hive_end = path.find('\\');
  if (hive_end == absl::string_view::npos) {
    value->name = path;
    return;
  }
  value->hive = path.substr(0, hive_end);
  const absl::string_view rest = path.substr(hive_end + 1);
  const size_t last = rest.rfind('\\');
  if (last == absl::string_view::npos) {
    value->name = rest;
    return;
  }
  const size_t before_run = rest.find_last_not_of('\\', last);
  const size_t separator = before_run == absl::string_view::npos ? 0 : before_run + 1;
  value->key = rest.substr(0, separator);
  value->name = rest.substr(separator + 1);
}

void ReadRegistryValueLine(absl::string_view line, const Place& where, bool cut_off,
                           RegistryValueSink values, PolicyFindingSink findings) {
  const auto report = [&](absl::string_view id, Severity severity, std::string message,
                          std::string fix) {
    findings({id, severity, std::move(message), std::move(fix), where});
  };
  line = TrimBlanks(line);
  const auto entry = SplitEntry(line);
  if (!entry.has_value()) {
    const bool open_quote =
        absl::StartsWith(line, "\"") && line.find('"', 1) == absl::string_view::npos;
    report(open_quote ? "quote-without-end" : "not-an-entry", Severity::kError,
           absl::StrCat(cut_off ? "the file ends inside this line; " : "",
                        open_quote ? "quoted name without closing quote: "
                                   : "not of the form name=type,value: ",
                        Shown(line)),
           "write MACHINE\\key\\name=type,value, or remove the line");
    return;
  }
  RegistryValue value;
  SplitRegistryPath(entry->path, &value);
  if (!absl::SimpleAtoi(entry->value.type, &value.type)) {
    report("type-out-of-range", Severity::kError,
           absl::StrCat("registry value type ", Shown(entry->value.type), " does not exist"),
           "use 1, 2, 3, 4 or 7 ([MS-GPSB] 2.2.5)");
    return;
  }
  if (cut_off) {
    report("no-line-end", Severity::kError,
           "the last line has no line end; its value, and lines after it, may be cut off",
           "compare with the original file, and end the last line");
  }
  if (!IsKeyText(entry->path)) {
    report("name-character", Severity::kError,
           absl::StrCat("a character that [MS-GPSB] 2.2.5 does not allow in a name: ",
                        Shown(entry->path)),
           "write the name in printable ASCII without quotation marks");
  }
  if (!IsOneOf(value.hive, kHives)) {
    report(
        "hive", IsOneOf(value.hive, kOtherHives) ? Severity::kWarning : Severity::kError,
        absl::StrCat("the name does not begin with MACHINE, USERS or CLASSES_ROOT; Windows stops "
                     "reading at such a name ([MS-GPSB] 3.2.5.7): ",
                     Shown(entry->path)),
        "write MACHINE\\ for HKEY_LOCAL_MACHINE");
  }
  if (entry->ambiguous) {
    report("several-splits",
           IsQuotedString(entry->value.data) ? Severity::kWarning : Severity::kError,
           absl::StrCat("more than one `=` could end the name; read as name ", Shown(entry->path)),
           "put the name in quotation marks");
  }
  if (EndsInContinuation(line)) findings(ContinuationFinding(line, where));
  if (std::count(entry->path.begin(), entry->path.end(), '%') > 1) {
    report(
        "substitution", Severity::kError,
        absl::StrCat("the name is known only after its strings are put in: ", Shown(entry->path)),
        "write the name without `%`");
  }
  value.data = entry->value.data;
  value.cut_off = cut_off;
  value.where = where;
  values(value);
}

}  // namespace ntlmatrix::policy
