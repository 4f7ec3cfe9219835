// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/intune_graph.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

#include "parsers/policy/csp_setting.h"
#include "parsers/policy/graph_enum.h"
#include "parsers/policy/json_events.h"
#include "parsers/policy/mentioned_setting.h"
#include "parsers/policy/reader_output.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::policy {
namespace {

// Members by which an object of the API is known.
constexpr absl::string_view kGraphMembers[] = {
    "@odata.type",     "@odata.context", "settingDefinitionId",
    "settingInstance", "omaUri",         "omaSettings"};

// Texts for people; what they name is not set there.
constexpr absl::string_view kProse[] = {"description", "displayName", "name", "helpText",
                                        "infoUrls"};
// What an export may carry beside the policies.
constexpr absl::string_view kDefinitions = "settingDefinitions";
// What an answer ends its name in that goes on at another address, be it the answer itself or the
// list that is named before it.
constexpr absl::string_view kNextLink = "@odata.nextLink";

bool IsOneOf(absl::string_view name, absl::Span<const absl::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](absl::string_view one) { return absl::EqualsIgnoreCase(one, name); });
}

// A scalar with its line, or an object or array in its place.
struct Member {
  std::optional<JsonScalar> scalar;
  uint64_t line = 0;
};

// An object or array that is being read.
struct Level {
  bool is_array = false;
  bool is_definition = false;  // nothing in it is set
  bool is_empty = true;
  std::string key;  // of the member being read; of an array, that of the array itself
  uint64_t key_line = 1;
  std::vector<std::pair<std::string, uint64_t>> names;  // in lower case, with their lines
  std::optional<Member> definition_id;
  std::optional<Member> oma_uri;
  std::optional<Member> value;
  std::optional<Member> choice;  // the value in choiceSettingValue or simpleSettingValue
  std::string type;              // @odata.type
};

std::string TextOf(const std::optional<Member>& member) {
  return member.has_value() && member->scalar.has_value() ? member->scalar->text : std::string();
}

class Reader final : public JsonEvents {
 public:
  explicit Reader(ReaderOutput* output) : output_(*output) {}

  absl::Status Read(Bytes bytes);

  void OnKey(std::string key, uint64_t line) override;
  void OnScalar(JsonScalar scalar) override;
  void OnStart(bool is_array) override;
  void OnEnd() override;
  absl::Status status() const override;

 private:
  void SetMember(Member member);
  void ReadEnum(SettingId id, const std::optional<JsonScalar>& scalar, uint64_t line);
  void ReadCatalogSetting(SettingId id, const Level& level);
  void ReadOmaSetting(const Level& level);
  void ReportDuplicates(Level* level);
  void ReportPartOfExport(const Level& level, const Member& member);
  void ReportUnassigned(uint64_t line);
  void ReportMention(absl::string_view text, uint64_t line);
  void Deliver(const CspNode& node, absl::string_view number, absl::string_view written,
               uint64_t line);

  ReaderOutput& output_;
  std::vector<Level> levels_;
  bool seen_graph_ = false;
  absl::Status status_;
};

absl::Status Reader::status() const { return status_.ok() ? output_.status() : status_; }

absl::Status Reader::Read(Bytes bytes) {
  if (absl::Status status = CheckStoreSize(bytes.size(), kMaxIntuneGraphSize, "a JSON export");
      !status.ok()) {
    return status;
  }
  const StoreText text = DecodeStoreText(bytes);
  output_.ReportGuess(text.encoding, "save the file as UTF-8");
  const absl::Status status = ReadJson(text.utf8, this);
  if (!this->status().ok()) return this->status();
  // Where the text stops in a bad byte, that is why the JSON has no end.
  if (!text.error.ok()) return TextErrorAtLine(text);
  if (!status.ok()) return status;
  if (!seen_graph_) {
    return absl::InvalidArgumentError(
        "not an export of Intune: it has no member that the Microsoft Graph API writes, such as "
        "@odata.type or settingDefinitionId");
  }
  return absl::OkStatus();
}

void Reader::OnKey(std::string key, uint64_t line) {
  Level& level = levels_.back();
  if (level.names.size() >= kMaxIntuneGraphMembers) {
    status_ = AtPlace(absl::ResourceExhaustedError(absl::StrCat(
                          "more than ", kMaxIntuneGraphMembers, " members in one object")),
                      Place::Line(line));
    return;
  }
  level.names.emplace_back(absl::AsciiStrToLower(key), line);
  seen_graph_ = seen_graph_ || IsOneOf(key, kGraphMembers) || GraphSetting(key).has_value();
  if (!level.is_definition && !GraphSetting(key).has_value()) ReportMention(key, line);
  level.key = std::move(key);
  level.key_line = line;
}

void Reader::OnScalar(JsonScalar scalar) {
  if (levels_.empty()) return;
  SetMember({std::move(scalar), levels_.back().key_line});
}

// What stands for a member of the object, or in an array, that is being read.
void Reader::SetMember(Member member) {
  Level& level = levels_.back();
  level.is_empty = false;
  ReportPartOfExport(level, member);
  if (level.is_definition || (member.scalar.has_value() && IsOneOf(level.key, kProse))) return;
  if (!level.is_array) {
    if (const auto id = GraphSetting(level.key); id.has_value()) {
      ReadEnum(*id, member.scalar, member.line);
      return;
    }
    std::optional<Member>* known = absl::EqualsIgnoreCase(level.key, "settingDefinitionId")
                                       ? &level.definition_id
                                   : absl::EqualsIgnoreCase(level.key, "omaUri") ? &level.oma_uri
                                   : absl::EqualsIgnoreCase(level.key, "value")  ? &level.value
                                                                                 : nullptr;
    if (known != nullptr) {
      *known = std::move(member);
      return;
    }
    if (absl::EqualsIgnoreCase(level.key, "@odata.type") && member.scalar.has_value()) {
      level.type = member.scalar->text;
    }
  }
  if (member.scalar.has_value()) ReportMention(member.scalar->text, member.line);
}

void Reader::OnStart(bool is_array) {
  Level next;
  next.is_array = is_array;
  if (!levels_.empty()) {
    const Level& level = levels_.back();
    next.is_definition = level.is_definition || absl::EqualsIgnoreCase(level.key, kDefinitions);
    next.key_line = level.key_line;
    if (is_array) next.key = level.key;
    SetMember({std::nullopt, level.key_line});
  }
  levels_.push_back(std::move(next));
}

void Reader::OnEnd() {
  Level level = std::move(levels_.back());
  levels_.pop_back();
  ReportDuplicates(&level);
  if (level.is_array && level.is_empty && absl::EqualsIgnoreCase(level.key, "assignments")) {
    ReportUnassigned(level.key_line);
  }
  if (level.is_definition || level.is_array) return;
  const std::string definition = TextOf(level.definition_id);
  const auto id = CatalogSetting(definition);
  if (id.has_value()) {
    ReadCatalogSetting(*id, level);
  } else {
    if (level.definition_id.has_value()) ReportMention(definition, level.definition_id->line);
    if (level.choice.has_value()) ReportMention(TextOf(level.choice), level.choice->line);
  }
  if (level.oma_uri.has_value()) ReadOmaSetting(level);
  if (!level.value.has_value()) return;
  Level* outer = levels_.empty() ? nullptr : &levels_.back();
  if (outer != nullptr && !outer->is_array &&
      (absl::EqualsIgnoreCase(outer->key, "choiceSettingValue") ||
       absl::EqualsIgnoreCase(outer->key, "simpleSettingValue"))) {
    outer->choice = std::move(level.value);
  } else if (!level.oma_uri.has_value()) {
    ReportMention(TextOf(level.value), level.value->line);
  }
}

void Reader::ReportDuplicates(Level* level) {
  std::sort(level->names.begin(), level->names.end());
  for (size_t i = 1; i < level->names.size(); ++i) {
    if (level->names[i].first != level->names[i - 1].first) continue;
    output_.Report("duplicate-member", Severity::kError,
                   absl::StrCat(Shown(level->names[i].first),
                                " is there more than once in one object; which one counts depends "
                                "on the reader"),
                   "keep one of them", Place::Line(level->names[i].second));
  }
}

// What a member says about the rest of the export and about who gets it.
void Reader::ReportPartOfExport(const Level& level, const Member& member) {
  const JsonScalar* scalar = member.scalar.has_value() ? &*member.scalar : nullptr;
  if (level.is_array) return;
  if (absl::EndsWithIgnoreCase(level.key, kNextLink) &&
      (scalar == nullptr || scalar->kind != JsonScalar::Kind::kNull)) {
    output_.Report("more-pages", Severity::kError,
                   absl::StrCat(Shown(level.key),
                                " says that this is one page of several; a setting may be on "
                                "another one"),
                   "fetch every page and read them all", Place::Line(member.line));
  }
  if (absl::EqualsIgnoreCase(level.key, "isAssigned") && scalar != nullptr &&
      scalar->text == "false") {
    ReportUnassigned(member.line);
  }
}

void Reader::ReportUnassigned(uint64_t line) {
  output_.Report("not-assigned", Severity::kWarning,
                 "the policy is assigned to no one; no computer gets its settings",
                 "assign it in Intune, or leave it out", Place::Line(line));
}

void Reader::ReportMention(absl::string_view text, uint64_t line) {
  if (!NamesSettingInAnyForm(text)) return;
  output_.Report("unread-mention", Severity::kError,
                 absl::StrCat("`", Shown(text), "` names a setting in a form that is not read"),
                 "export the policy through the Microsoft Graph API", Place::Line(line));
}

void Reader::Deliver(const CspNode& node, absl::string_view number, absl::string_view written,
                     uint64_t line) {
  output_.Deliver(CspRegistryValue(node, number, written, Place::Line(line)));
}

void Reader::ReadEnum(SettingId id, const std::optional<JsonScalar>& scalar, uint64_t line) {
  if (!scalar.has_value()) {
    Deliver({id}, "", "an object or array", line);
    return;
  }
  switch (scalar->kind) {
    case JsonScalar::Kind::kNull:
      return;
    case JsonScalar::Kind::kBoolean:
      Deliver({id}, "", scalar->text, line);
      return;
    case JsonScalar::Kind::kNumber:
      Deliver({id}, DecimalOrNothing(scalar->text), scalar->text, line);
      return;
    case JsonScalar::Kind::kString:
      break;
  }
  const auto number = GraphEnumValue(id, scalar->text);
  if (number == 0u) {
    output_.Report("maybe-not-chosen", Severity::kNote,
                   absl::StrCat(SettingName(id), ": `", Shown(scalar->text),
                                "` is the default that Intune documents, so that perhaps nobody "
                                "chose it"),
                   "look at the profile in Intune", Place::Line(line));
  }
  Deliver({id}, number.has_value() ? absl::StrCat(*number) : std::string(), scalar->text, line);
}

void Reader::ReadCatalogSetting(SettingId id, const Level& level) {
  const uint64_t line = level.choice.has_value() ? level.choice->line : level.definition_id->line;
  if (!level.choice.has_value() || !level.choice->scalar.has_value()) {
    Deliver({id}, "", "no value", line);
    return;
  }
  const JsonScalar& scalar = *level.choice->scalar;
  absl::string_view number = scalar.text;
  if (scalar.kind == JsonScalar::Kind::kString) {
    const std::string prefix = absl::StrCat(TextOf(level.definition_id), "_");
    number = absl::StartsWithIgnoreCase(number, prefix) ? number.substr(prefix.size())
                                                        : absl::string_view();
  }
  number = DecimalOrNothing(number);
  // The number is all that the long name of a choice says.
  Deliver({id}, number, number.empty() ? absl::string_view(scalar.text) : number, line);
}

void Reader::ReadOmaSetting(const Level& level) {
  const std::string uri = TextOf(level.oma_uri);
  const auto node = CspNodeAt(uri);
  if (!node.has_value()) {
    ReportMention(uri, level.oma_uri->line);
    return;
  }
  const uint64_t line = level.value.has_value() ? level.value->line : level.oma_uri->line;
  if (absl::EndsWithIgnoreCase(level.type, "omaSettingString")) {
    output_.Report(
        "format", Severity::kWarning,
        absl::StrCat(SettingName(node->id),
                     " is sent as text; the format that the Policy CSP documents is int"),
        "make it a setting of data type Integer", Place::Line(line));
  }
  const std::string text = TextOf(level.value);
  Deliver(*node, DecimalOrNothing(text), text.empty() ? "no value" : text, line);
}

}  // namespace

bool LooksLikeIntuneGraph(Bytes bytes) {
  const StoreText text = DecodeStoreHead(bytes, size_t{64} << 10);
  const absl::string_view json = absl::StripLeadingAsciiWhitespace(text.utf8);
  if (!absl::StartsWith(json, "{") && !absl::StartsWith(json, "[")) return false;
  const std::string lower = absl::AsciiStrToLower(json);
  const auto has_member = [&](absl::string_view member) {
    return absl::StrContains(lower, absl::StrCat("\"", absl::AsciiStrToLower(member), "\""));
  };
  return std::any_of(std::begin(kGraphMembers), std::end(kGraphMembers), has_member) ||
         std::any_of(AllSettings().begin(), AllSettings().end(),
                     [&](SettingId id) { return has_member(GraphMember(id)); });
}

absl::Status ReadIntuneGraph(const StoreInput& input, RegistryValueSink values,
                             PolicyFindingSink findings) {
  ReaderOutput output(values, findings);
  return Reader(&output).Read(input.bytes);
}

}  // namespace ntlmatrix::policy
