// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpo_report.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/gpo_report_item.h"
#include "parsers/policy/gpp_registry.h"
#include "parsers/policy/limited_findings.h"
#include "parsers/policy/setting_key.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::policy {
namespace {

namespace ns = report_namespace;

// Client-side extensions without which a resultant set says nothing about the settings.
constexpr absl::string_view kExtensions[] = {
    "{00000000-0000-0000-0000-000000000000}",  // Group Policy itself
    "{35378EAC-683F-11D2-A89A-00C04FBBCFA2}",  // Registry
    "{827D319E-6EAC-11D2-A4EA-00C04F79F83A}",  // Security
};

// What the name of an administrative template would say if it were about a setting.
constexpr absl::string_view kPolicyNames[] = {"minimum session security for ntlm ssp",
                                              "lan manager authentication level"};

bool IsFalse(absl::string_view text) { return text == "false" || text == "0"; }
bool IsTrue(absl::string_view text) { return text == "true" || text == "1"; }

// The text of an element without blanks around it; no words where it holds elements.
std::string TrimmedText(pugi::xml_node element) {
  return std::string(absl::StripAsciiWhitespace(TextOf(element).value_or("")));
}

// The child of that name in the namespace that all kinds of settings share.
pugi::xml_node BaseChild(pugi::xml_node element, absl::string_view name) {
  for (pugi::xml_node child = FirstElement(element); child; child = NextSibling(child)) {
    if (LocalName(child) == name && NamespaceOf(child) == ns::kBase) return child;
  }
  return {};
}

// Where an element of a report stands.
enum class Side { kNone, kComputer, kUser };
struct Context {
  Side side = Side::kNone;
  pugi::xml_node container;  // Computer, ComputerResults, ...
  pugi::xml_node extension;
};

Context ContextOf(pugi::xml_node element) {
  Context context;
  for (pugi::xml_node at = element.parent(); at; at = at.parent()) {
    const absl::string_view name = LocalName(at);
    if (name == "Extension" && !context.extension) context.extension = at;
    const bool computer = name == "Computer" || name == "ComputerResults";
    if (!computer && name != "User" && name != "UserResults") continue;
    const bool results = absl::EndsWith(name, "Results");
    if (NamespaceOf(at) != (results ? ns::kRsop : ns::kSettings)) continue;
    context.container = at;
    context.side = computer ? Side::kComputer : Side::kUser;
    break;
  }
  return context;
}

// A value of a resultant set, with its place in the order of precedence.
struct Candidate {
  std::string name;  // of the element, hive, key and value: what precedence decides between
  ReportedValue value;
  std::optional<uint32_t> precedence;
  std::string gpo;
};

class Reader {
 public:
  Reader(const XmlStore& store, RegistryValueSink values, LimitedFindings* findings)
      : store_(store), values_(values), findings_(*findings) {}

  absl::Status Read();

 private:
  void Visit(pugi::xml_node element);
  void VisitSetting(pugi::xml_node element, absl::string_view name_space);
  void VisitPreferences(pugi::xml_node element, const Context& context);
  void VisitPolicy(pugi::xml_node element);
  void VisitGpo(pugi::xml_node gpo);
  void VisitStatus(pugi::xml_node status);
  const std::string& ConditionOf(const Context& context);
  void Take(std::vector<ReportedValue> values, pugi::xml_node element);
  void DeliverWinners();
  void ReportMissingParts();
  void ReportNamesOnly();

  void Error(absl::string_view id, std::string message, std::string fix, pugi::xml_node element) {
    findings_.Report(id, Severity::kError, std::move(message), std::move(fix),
                     store_.PlaceOf(element));
  }

  const XmlStore& store_;
  RegistryValueSink values_;
  LimitedFindings& findings_;
  bool is_rsop_ = false;
  size_t gpos_ = 0;
  size_t computers_ = 0;
  size_t statuses_ = 0;        // of extensions of the computer
  size_t named_policies_ = 0;  // of the computer, which the report shows by name
  Place first_named_policy_;
  std::map<const void*, std::string> conditions_;  // of containers and extensions
  std::vector<Candidate> candidates_;              // of a resultant set, in document order
};

absl::Status Reader::Read() {
  const pugi::xml_node root = store_.root();
  const absl::string_view name = LocalName(root);
  const absl::string_view name_space = NamespaceOf(root);
  is_rsop_ = name == "Rsop";
  const bool known = is_rsop_        ? name_space == ns::kRsop
                     : name == "GPO" ? name_space == ns::kSettings
                                     : absl::EqualsIgnoreCase(name, "report");
  if (!known) {
    return AtPlace(absl::InvalidArgumentError(absl::StrCat(
                       "not a report of Group Policy: the root is ", Shown(root.name()),
                       " in the namespace `", Shown(name_space), "`")),
                   store_.PlaceOf(root));
  }
  for (pugi::xml_node at = root; at && !findings_.full(); at = NextElement(at, root)) {
    Visit(at);
  }
  DeliverWinners();
  ReportMissingParts();
  ReportNamesOnly();
  return findings_.status();
}

void Reader::Visit(pugi::xml_node element) {
  const absl::string_view name = LocalName(element);
  if (name == "SecurityOptions") {
    VisitSetting(element, ns::kSecurity);
  } else if (name == "RegistrySetting") {
    VisitSetting(element, ns::kRegistry);
  } else if (name == "RegistrySettings") {
    VisitSetting(element, ns::kPreferences);
  } else if (name == "Policy" && NamespaceOf(element) == ns::kRegistry) {
    VisitPolicy(element);
  } else if (name == "ExtensionStatus") {
    VisitStatus(element);
  } else if (name == "Error" && LocalName(element.parent()) == "ExtensionData") {
    if (ContextOf(element).side == Side::kUser) return;
    Error("extension-error", "the report could not read the settings of an extension",
          "make the report anew where the GPO can be read", element);
  } else if (name == "GPO") {
    if (NamespaceOf(element) == ns::kSettings) VisitGpo(element);
  } else if (name == "Computer" || name == "ComputerResults") {
    computers_ += NamespaceOf(element) == (is_rsop_ ? ns::kRsop : ns::kSettings) ? 1 : 0;
  }
}

void Reader::VisitSetting(pugi::xml_node element, absl::string_view name_space) {
  if (NamespaceOf(element) != name_space) {
    Error(
        "unknown-namespace",
        absl::StrCat("<", Shown(element.name()), "> in the namespace `",
                     Shown(NamespaceOf(element)), "` is not read; it should be `", name_space, "`"),
        "make the report anew; it was changed, or written by something else", element);
    return;
  }
  const Context context = ContextOf(element);
  if (context.side == Side::kNone) {
    Error("misplaced",
          absl::StrCat("<", Shown(element.name()),
                       "> is neither in the computer's nor in the user's part; not read"),
          "make the report anew; it was changed, or written by something else", element);
  } else if (name_space == ns::kPreferences) {
    VisitPreferences(element, context);
  } else if (context.side == Side::kUser) {
    if (name_space != ns::kSecurity) return;  // HKEY_CURRENT_USER
    findings_.Report("user-side", Severity::kWarning,
                     "SecurityOptions in the user's part of the report; not read",
                     "make the report anew; security options are settings of the computer",
                     store_.PlaceOf(element));
  } else {
    const std::string& condition = ConditionOf(context);
    Take(name_space == ns::kSecurity ? ReadSecurityOptions(store_, element, condition, &findings_)
                                     : ReadRegistrySetting(store_, element, condition, &findings_),
         element);
  }
}

void Reader::VisitPreferences(pugi::xml_node element, const Context& context) {
  std::string condition = ConditionOf(context);
  const auto add = [&](absl::string_view more) {
    absl::StrAppend(&condition, condition.empty() ? "" : " and ", more);
  };
  if (context.side == Side::kUser) add("only where a user whom the policy reaches logs on");
  if (const pugi::xml_node precedence = BaseChild(element, "Precedence");
      precedence && TrimmedText(precedence) != "1") {
    add("only where no preference of higher precedence sets it");
  }
  ReadGppItems(store_, element, condition, values_, &findings_);
}

// A custom template can write any value, and the report shows no more than its name.
void Reader::VisitPolicy(pugi::xml_node element) {
  const std::string name = absl::AsciiStrToLower(ChildText(element, "Name"));
  bool suspect = MentionsSetting(name);
  for (const absl::string_view known : kPolicyNames) suspect |= absl::StrContains(name, known);
  if (ContextOf(element).side == Side::kUser) return;
  if (!suspect) {
    if (ChildText(element, "State") == "NotConfigured") return;
    if (++named_policies_ == 1) first_named_policy_ = store_.PlaceOf(element);
    return;
  }
  Error("administrative-template",
        absl::StrCat("the administrative template `", Shown(name),
                     "` seems to set one of the settings; the report does not show the value"),
        "look at Registry.pol of the GPO", element);
}

// A GPO with links of which none is enabled reaches no computer.
void Reader::VisitGpo(pugi::xml_node gpo) {
  ++gpos_;
  const std::vector<pugi::xml_node> links = ChildrenOf(gpo, "LinksTo");
  for (const pugi::xml_node link : links) {
    if (IsTrue(ChildText(link, "Enabled"))) return;
  }
  if (links.empty()) return;
  findings_.Report(
      "no-enabled-link", Severity::kWarning,
      links.size() == 1
          ? "the only link of the GPO is not enabled; no computer gets its settings"
          : absl::StrCat("none of the ", links.size(),
                         " links of the GPO is enabled; no computer gets its settings"),
      "enable the link, or leave the GPO out", store_.PlaceOf(links.front()));
}

void Reader::VisitStatus(pugi::xml_node status) {
  if (ContextOf(status).side != Side::kComputer) return;
  ++statuses_;
  const std::string id = absl::AsciiStrToUpper(ChildText(status, "Identifier"));
  bool matters = false;
  for (const absl::string_view extension : kExtensions) matters |= id == extension;
  if (!matters) return;
  const std::string error = ChildText(status, "Error");
  const std::string logging = ChildText(status, "LoggingStatus");
  if (error == "0" && logging == "Complete") return;
  Error("extension-error",
        absl::StrCat("the extension ", Shown(ChildText(status, "Name")), " reports error `",
                     Shown(error), "` and logging `", Shown(logging),
                     "`; its settings may be missing or not in force"),
        "run `gpupdate /force` on the computer and make the report anew", status);
}

// What the report says against all computer settings of a GPO, or of one extension.
const std::string& Reader::ConditionOf(const Context& context) {
  const auto container = conditions_.try_emplace(context.container.internal_object());
  if (container.second && LocalName(context.container) == "Computer") {
    const std::string enabled = ChildText(context.container, "Enabled");
    if (!IsTrue(enabled)) {
      container.first->second =
          absl::StrCat("only where the computer settings of the GPO are enabled, and the report ",
                       IsFalse(enabled) ? "says that they are not" : "does not say that they are");
    }
    if (ChildText(context.container, "VersionDirectory") == "0" &&
        ChildText(context.container, "VersionSysvol") == "0") {
      absl::StrAppend(&container.first->second, container.first->second.empty() ? "" : " and ",
                      "only where the version of the computer settings is not 0, as the report "
                      "says, at which Windows does not apply them ([MS-GPOL] 3.2.5.1.6)");
    }
  }
  if (!context.extension) return container.first->second;
  const auto extension = conditions_.try_emplace(context.extension.internal_object());
  if (extension.second) {
    extension.first->second = container.first->second;
    for (pugi::xml_node child = FirstElement(context.extension); child;
         child = NextSibling(child)) {
      if (LocalName(child) != "Blocked" || IsFalse(TrimmedText(child))) continue;
      absl::StrAppend(&extension.first->second, extension.first->second.empty() ? "" : " and ",
                      "only where the mark Blocked of the extension does not keep it out");
      break;
    }
  }
  return extension.first->second;
}

void Reader::Take(std::vector<ReportedValue> values, pugi::xml_node element) {
  if (!is_rsop_) {
    for (const ReportedValue& value : values) value.Deliver(values_);
    return;
  }
  std::optional<uint32_t> precedence;
  uint32_t number = 0;
  if (absl::SimpleAtoi(TrimmedText(BaseChild(element, "Precedence")), &number)) {
    precedence = number;
  }
  std::string gpo;
  if (const pugi::xml_node source = BaseChild(element, "GPO")) {
    const pugi::xml_node id = FirstElement(source);
    if (LocalName(id) == "Identifier") gpo = TrimmedText(id);
  }
  for (ReportedValue& value : values) {
    std::string name = absl::StrCat(LocalName(element), " ", absl::AsciiStrToLower(value.path));
    candidates_.push_back({std::move(name), std::move(value), precedence, gpo});
  }
}

// Delivers of each name the value of precedence 1, or all where there is no single one.
void Reader::DeliverWinners() {
  std::map<std::string, size_t> winners;
  for (const Candidate& one : candidates_) {
    winners[one.name] += one.precedence == 1u ? 1 : 0;
  }
  for (const Candidate& one : candidates_) {
    const bool decided =
        winners[one.name] == 1 && one.precedence.has_value() && one.precedence != 0u;
    if (!decided) {
      findings_.Report(
          "precedence", Severity::kError,
          absl::StrCat("the precedence does not tell which value wins: ", Shown(one.value.path)),
          "make the report anew; it was changed, or written by something else", one.value.where);
    } else if (one.precedence != 1u) {
      findings_.Report("lost", Severity::kNote,
                       absl::StrCat(Shown(one.value.path), " `", Shown(one.value.data), "` of ",
                                    one.gpo.empty() ? "a GPO" : Shown(one.gpo), " has precedence ",
                                    *one.precedence, " and is not applied"),
                       "nothing needs to be done; another GPO wins", one.value.where);
      continue;
    }
    one.value.Deliver(values_);
  }
}

void Reader::ReportMissingParts() {
  if (computers_ == 0 || computers_ < gpos_) {
    findings_.Report(
        "no-computer-part", Severity::kError,
        "a part with the settings of the computer is missing; nothing follows from that",
        is_rsop_ ? "run gpresult as administrator, with /scope computer"
                 : "make the report anew where the GPO can be read",
        Place());
  }
  if (is_rsop_ && computers_ > 0 && statuses_ == 0) {
    findings_.Report("no-extension-status", Severity::kError,
                     "no extension of the computer has an ExtensionStatus; whether the one of "
                     "security settings ran can't be told",
                     "run gpresult as administrator, with /scope computer", Place());
  }
  if (gpos_ > 1) {
    findings_.Report("several-gpos", Severity::kWarning,
                     absl::StrCat("the report holds ", gpos_,
                                  " GPOs; which of them a computer gets is not said here"),
                     "give each GPO a report of its own, or use the output of gpresult /x",
                     Place());
  }
}

void Reader::ReportNamesOnly() {
  if (named_policies_ == 0) return;
  findings_.Report(
      "policies-by-name", Severity::kNote,
      absl::StrCat(named_policies_, named_policies_ == 1 ? " policy" : " policies",
                   " of administrative templates ", named_policies_ == 1 ? "is" : "are",
                   " shown by name only; one that writes a setting of NTLM would not "
                   "be seen"),
      "look at Registry.pol of the GPO too", first_named_policy_);
}

}  // namespace

bool LooksLikeGpoReport(Bytes bytes) {
  return XmlRootIs(bytes, "GPO") || XmlRootIs(bytes, "Rsop") || XmlRootIs(bytes, "Report") ||
         XmlRootIs(bytes, "report");
}

absl::Status ReadGpoReport(const StoreInput& input, RegistryValueSink values,
                           PolicyFindingSink findings) {
  LimitedFindings limited(findings);
  const absl::StatusOr<XmlStore> store = XmlStore::Parse(input.bytes, findings);
  if (!store.ok()) return store.status();
  return Reader(*store, values, &limited).Read();
}

}  // namespace ntlmatrix::policy
