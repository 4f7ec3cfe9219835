// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/event_fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace ntlmatrix::impact {
namespace {

using conformance::ParseFlagWord;

constexpr uint32_t kClientBlock = 4010;
constexpr uint32_t kServerBlock = 4011;
constexpr uint32_t kLogon = 4624;

struct FieldName {
  absl::string_view name;
  EventField field;
};

constexpr FieldName kFieldNames[] = {
    {"EventID", EventField::kId},
    {"Event ID", EventField::kId},
    {"event_id", EventField::kId},
    {"EventCode", EventField::kId},
    {"Provider", EventField::kProvider},
    {"ProviderName", EventField::kProvider},
    {"provider_name", EventField::kProvider},
    {"Source", EventField::kProvider},
    {"SourceName", EventField::kProvider},
    {"ProcessName", EventField::kProcess},
    {"NegotiatedSecurity", EventField::kNegotiated},
    {"RequiredSecurity", EventField::kRequired},
    {"KeyLength", EventField::kKeyLength},
    {"LmPackageName", EventField::kLmPackage},
    {"AuthenticationPackageName", EventField::kPackage},
    {"Message", EventField::kMessage},
    {"Description", EventField::kMessage},
};

// The value that all of them have; the status says what they disagree on.
absl::StatusOr<std::string> OnlyValue(absl::string_view name,
                                      const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (value != values.front()) {
      return absl::InvalidArgumentError(absl::StrCat("the event has two values for ", name));
    }
  }
  return values.empty() ? std::string() : values.front();
}

absl::StatusOr<std::optional<uint32_t>> IdOf(const RawEvent& raw) {
  std::optional<uint32_t> id;
  for (const std::string& value : raw.Of(EventField::kId)) {
    const auto number = ParseFlagWord(value);
    if (!number.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the number of the event: ", number.status().message()));
    }
    if (id.value_or(*number) != *number) {
      return absl::InvalidArgumentError(
          absl::StrCat("the event has two numbers, ", *id, " and ", *number));
    }
    id = *number;
  }
  return id;
}

// Numbers mean something to their provider alone.
bool IsFrom(const RawEvent& raw, absl::string_view part) {
  const auto& providers = raw.Of(EventField::kProvider);
  return providers.empty() ||
         std::any_of(providers.begin(), providers.end(), [&](const std::string& provider) {
           return absl::StrContains(absl::AsciiStrToLower(provider), part);
         });
}

bool HasFlags(const RawEvent& raw) {
  const auto& messages = raw.Of(EventField::kMessage);
  return !raw.Of(EventField::kNegotiated).empty() || !raw.Of(EventField::kRequired).empty() ||
         std::any_of(messages.begin(), messages.end(), [](const std::string& message) {
           return absl::StrContains(message, "Security Flags");
         });
}

// The value of a line "Label: value" of a message.
void AddMessageValues(const RawEvent& raw, absl::string_view label,
                      std::vector<std::string>* values) {
  for (const std::string& message : raw.Of(EventField::kMessage)) {
    for (absl::string_view line : absl::StrSplit(message, '\n')) {
      line = absl::StripAsciiWhitespace(line);
      if (!absl::ConsumePrefix(&line, label) || !absl::ConsumePrefix(&line, ":")) continue;
      values->emplace_back(absl::StripAsciiWhitespace(line));
    }
  }
}

absl::StatusOr<std::string> LogonValue(const RawEvent& raw, EventField field,
                                       absl::string_view name, absl::string_view label) {
  std::vector<std::string> values = raw.Of(field);
  AddMessageValues(raw, label, &values);
  return OnlyValue(name, values);
}

// The reader of one event's text compares what the fields and the message say.
absl::Status ReadSecurity(const RawEvent& raw, ExportedEvent* event) {
  std::string text;
  if (event->id) absl::StrAppend(&text, "EventID=", *event->id, "\n");
  for (const std::string& value : raw.Of(EventField::kNegotiated)) {
    absl::StrAppend(&text, "NegotiatedSecurity=", value, "\n");
  }
  for (const std::string& value : raw.Of(EventField::kRequired)) {
    absl::StrAppend(&text, "RequiredSecurity=", value, "\n");
  }
  for (const std::string& value : raw.Of(EventField::kMessage)) {
    absl::StrAppend(&text, value, "\n");
  }
  const auto security = conformance::ParseSecurityEvent(text);
  if (!security.ok()) return security.status();
  event->security = *security;
  return absl::OkStatus();
}

absl::Status ReadLogon(const RawEvent& raw, ExportedEvent* event) {
  const auto package =
      LogonValue(raw, EventField::kPackage, "AuthenticationPackageName", "Authentication Package");
  if (!package.ok()) return package.status();
  const auto lm_package =
      LogonValue(raw, EventField::kLmPackage, "LmPackageName", "Package Name (NTLM only)");
  if (!lm_package.ok()) return lm_package.status();
  const auto key_length = LogonValue(raw, EventField::kKeyLength, "KeyLength", "Key Length");
  if (!key_length.ok()) return key_length.status();
  if (package->empty() && lm_package->empty()) {
    return absl::InvalidArgumentError(
        "event 4624 has neither AuthenticationPackageName nor LmPackageName: give its XML, whose "
        "names are never translated");
  }
  const bool named = !lm_package->empty() && *lm_package != "-";
  event->is_ntlm_logon = named || absl::StartsWithIgnoreCase(*package, "NTLM");
  if (!event->is_ntlm_logon) return absl::OkStatus();
  const auto bits = ParseFlagWord(*key_length);
  if (!bits.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("event 4624: KeyLength: ", bits.status().message()));
  }
  event->key_length = *bits;
  return absl::OkStatus();
}

absl::Status Read(const RawEvent& raw, ExportedEvent* event) {
  const auto id = IdOf(raw);
  if (!id.ok()) return id.status();
  event->id = *id;
  if (!event->id && !HasFlags(raw)) {
    return absl::InvalidArgumentError("an event without number");
  }
  const bool is_block = event->id == kClientBlock || event->id == kServerBlock;
  if (!event->id || (is_block && (IsFrom(raw, "ntlm") || HasFlags(raw)))) {
    return ReadSecurity(raw, event);
  }
  if (event->id == kLogon && IsFrom(raw, "security")) return ReadLogon(raw, event);
  return absl::OkStatus();
}

}  // namespace

std::optional<EventField> EventFieldOf(absl::string_view name) {
  for (const FieldName& one : kFieldNames) {
    if (absl::EqualsIgnoreCase(name, one.name)) return one.field;
  }
  return std::nullopt;
}

void RawEvent::Add(EventField field, absl::string_view value) {
  const absl::string_view stripped = absl::StripAsciiWhitespace(value);
  values[static_cast<size_t>(field)].emplace_back(stripped);
}

ExportedEvent InterpretEvent(const RawEvent& raw) {
  ExportedEvent event;
  event.line = raw.line;
  event.status = Read(raw, &event);
  const auto& processes = raw.Of(EventField::kProcess);
  if (!processes.empty()) event.process = processes.front();
  return event;
}

}  // namespace ntlmatrix::impact
