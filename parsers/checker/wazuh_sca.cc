// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/wazuh_sca.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "parsers/checker/checker_format.h"
#include "parsers/checker/checker_text.h"
#include "parsers/checker/wazuh_rule.h"
#include "parsers/checker/yaml_tree.h"

namespace ntlmatrix::checker {
namespace {

using policy::Place;
using policy::Shown;
using Node = YamlTree::Node;

// How often a file may be repeated by its aliases. A file without them is less than it once over:
// escapes in quoted text give at most three bytes for two.
constexpr size_t kMaxRepetition = 4;

std::optional<Combine> ParseCondition(absl::string_view text) {
  // "required" is what older policies add.
  absl::ConsumeSuffix(&text, " required");
  if (text == "all") return Combine::kAll;
  if (text == "any") return Combine::kAny;
  if (text == "none") return Combine::kNone;
  return std::nullopt;
}

std::string Called(const CheckerRule& rule) {
  return rule.id.empty() ? "a check without id" : absl::StrCat("check ", Shown(rule.id));
}

class Reader {
 public:
  Reader(CheckerRuleSink rules, policy::PolicyFindingSink findings) : sinks_(rules, findings) {}

  absl::Status ReadText(absl::string_view text);

 private:
  absl::Status ReadDocument(const Node& document);
  absl::Status ReadCheck(const Node& check);
  absl::Status AddWork(size_t amount, const Node& node);
  absl::Status Report(const Node& node, absl::string_view id, std::string message,
                      std::string fix) {
    return sinks_.Report(
        {id, Severity::kError, std::move(message), std::move(fix), Place::Line(node.line)});
  }

  CheckerSinks sinks_;
  YamlTree tree_;
  std::string policy_dialect_;
  size_t allowed_work_ = 0;
  size_t work_ = 0;  // bytes and nodes used; what an alias repeats counts each time
};

absl::Status Reader::ReadText(absl::string_view text) {
  auto tree = YamlTree::Parse(text);
  if (!tree.ok()) return tree.status();
  tree_ = *std::move(tree);
  allowed_work_ = kMaxRepetition * text.size();
  const std::vector<uint32_t>& documents = tree_.documents();
  if (documents.empty()) return absl::InvalidArgumentError("the file holds no YAML document");
  for (size_t i = 0; i < documents.size(); ++i) {
    const Node& document = tree_.at(documents[i]);
    if (i == 1) {
      const absl::Status status =
          Report(document, "several-documents",
                 absl::StrCat("the file holds ", documents.size(),
                              " YAML documents; it is not said which of them counts"),
                 "make a file of each");
      if (!status.ok()) return status;
    }
    if (absl::Status status = ReadDocument(document); !status.ok()) return status;
  }
  if (absl::EndsWith(text, "\n")) return absl::OkStatus();
  const auto lines = std::count(text.begin(), text.end(), '\n');
  return sinks_.Report({"no-line-end", Severity::kError,
                        "the last line has no line end; it, and lines after it, may be cut off",
                        "compare with the original file, and end the last line",
                        Place::Line(static_cast<uint64_t>(lines) + 1)});
}

absl::Status Reader::ReadDocument(const Node& document) {
  const Node* policy = tree_.Find(document, "policy");
  const Node* checks = tree_.Find(document, "checks");
  if (checks == nullptr || checks->kind != Node::Kind::kSequence) {
    return AtPlace(
        absl::InvalidArgumentError("not a policy of Wazuh SCA: it has no list named checks"),
        Place::Line(document.line));
  }
  policy_dialect_ = policy == nullptr ? "" : tree_.Text(*policy, "regex_type");
  for (const uint32_t check : checks->children) {
    if (absl::Status status = ReadCheck(tree_.at(check)); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Reader::AddWork(size_t amount, const Node& node) {
  work_ += amount;
  if (work_ <= allowed_work_) return absl::OkStatus();
  return AtPlace(absl::ResourceExhaustedError(
                     absl::StrCat("aliases repeat more than ", kMaxRepetition, " times the file")),
                 Place::Line(node.line));
}

absl::Status Reader::ReadCheck(const Node& check) {
  CheckerRule rule;
  rule.id = tree_.Text(check, "id");
  rule.title = tree_.Text(check, "title");
  if (absl::Status status =
          AddWork(check.children.size() + rule.id.size() + rule.title.size(), check);
      !status.ok()) {
    return status;
  }
  rule.where = Place::Line(check.line);
  const std::string condition = tree_.Text(check, "condition");
  const auto combine = ParseCondition(condition);
  const Node* rules = tree_.Find(check, "rules");
  if (!combine.has_value()) {
    return Report(
        check, "condition",
        absl::StrCat(Called(rule), " has the condition `", Shown(condition), "`; Wazuh skips it"),
        "write condition: all, any or none");
  }
  if (rules == nullptr || rules->kind != Node::Kind::kSequence) {
    return Report(check, "no-rules",
                  absl::StrCat(Called(rule), " has no list of rules; Wazuh skips it"),
                  "give it rules, or remove it");
  }
  const std::string own = tree_.Text(check, "regex_type");
  const PatternDialect dialect = (own.empty() ? policy_dialect_ : own) == "pcre2"
                                     ? PatternDialect::kPcre2
                                     : PatternDialect::kOsRegex;
  rule.combine = *combine;
  for (const uint32_t index : rules->children) {
    const Node& node = tree_.at(index);
    if (absl::Status status = AddWork(node.scalar.size() + 1, node); !status.ok()) return status;
    if (node.kind != Node::Kind::kScalar || node.scalar.size() > kMaxCheckerField) {
      return Report(node, "rule", "a rule that is no text, or over 65536 bytes; not read",
                    "write the rule as one line in quotation marks");
    }
    rule.tests.push_back(ParseWazuhTest(node.scalar, dialect));
    rule.tests.back().where = Place::Line(node.line);
  }
  return sinks_.Deliver(rule);
}

}  // namespace

bool LooksLikeWazuhSca(Bytes bytes) {
  const std::string head = HeadText(bytes);
  for (const absl::string_view line : absl::StrSplit(head, '\n')) {
    if (absl::StartsWith(line, "policy:") || absl::StartsWith(line, "checks:")) return true;
  }
  return false;
}

absl::Status ReadWazuhSca(Bytes bytes, CheckerRuleSink rules, policy::PolicyFindingSink findings) {
  Reader reader(rules, findings);
  return ReadCheckerText(bytes, [&](absl::string_view text) { return reader.ReadText(text); });
}

}  // namespace ntlmatrix::checker
