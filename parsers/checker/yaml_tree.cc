// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/yaml_tree.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include <yaml.h>

#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::checker {
namespace {

using policy::AtPlace;
using policy::Place;

Place PlaceAt(const yaml_mark_t& mark) { return Place::Line(uint64_t{mark.line} + 1); }

absl::Status TooMany(absl::string_view what, size_t limit, const yaml_mark_t& mark) {
  return AtPlace(absl::ResourceExhaustedError(absl::StrCat("more than ", limit, " ", what)),
                 PlaceAt(mark));
}

class Parser {
 public:
  Parser() { ok_ = yaml_parser_initialize(&parser_) != 0; }
  ~Parser() {
    if (ok_) yaml_parser_delete(&parser_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool ok() const { return ok_; }
  yaml_parser_t* get() { return &parser_; }

 private:
  yaml_parser_t parser_;
  bool ok_ = false;
};

// An event that goes with its scope.
struct Event {
  Event() = default;
  ~Event() { yaml_event_delete(&event); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  yaml_event_t event = {};
};

absl::string_view View(const yaml_char_t* text, size_t size) {
  return {static_cast<const char*>(static_cast<const void*>(text)), size};
}

std::string Anchor(const yaml_char_t* anchor) {
  return anchor == nullptr
             ? std::string()
             : std::string(static_cast<const char*>(static_cast<const void*>(anchor)));
}

// Each directive makes LibYAML look through all before it.
absl::Status CheckDirectives(absl::string_view text) {
  uint64_t line = 0;
  for (const absl::string_view one : absl::StrSplit(text, '\n')) {
    ++line;
    if (!absl::StartsWith(one, "%")) continue;
    return AtPlace(absl::UnimplementedError("a YAML directive (%) is not read here"),
                   Place::Line(line));
  }
  return absl::OkStatus();
}

}  // namespace

class YamlBuilder {
 public:
  absl::Status Build(absl::string_view text);
  YamlTree Take() { return std::move(tree_); }

 private:
  absl::Status Handle(const yaml_event_t& event);
  absl::Status AddNode(YamlTree::Node node, const std::string& anchor, const yaml_mark_t& mark);
  absl::Status AddAlias(const std::string& anchor, const yaml_mark_t& mark);
  absl::Status Open(YamlTree::Node::Kind kind, const yaml_char_t* anchor, const yaml_mark_t& mark);
  void Attach(uint32_t index);

  YamlTree tree_;
  std::vector<uint32_t> open_;
  std::map<std::string, uint32_t> anchors_;
  size_t anchor_count_ = 0;
  size_t links_ = 0;
};

void YamlBuilder::Attach(uint32_t index) {
  if (open_.empty()) {
    tree_.documents_.push_back(index);
  } else {
    tree_.nodes_[open_.back()].children.push_back(index);
  }
}

absl::Status YamlBuilder::AddNode(YamlTree::Node node, const std::string& anchor,
                                  const yaml_mark_t& mark) {
  if (++links_ > YamlTree::kMaxNodes) return TooMany("nodes", YamlTree::kMaxNodes, mark);
  const auto index = static_cast<uint32_t>(tree_.nodes_.size());
  node.line = uint64_t{mark.line} + 1;
  tree_.nodes_.push_back(std::move(node));
  Attach(index);
  if (anchor.empty()) return absl::OkStatus();
  if (++anchor_count_ > YamlTree::kMaxAnchors) {
    return TooMany("anchors", YamlTree::kMaxAnchors, mark);
  }
  anchors_[anchor] = index;
  return absl::OkStatus();
}

absl::Status YamlBuilder::AddAlias(const std::string& anchor, const yaml_mark_t& mark) {
  if (++links_ > YamlTree::kMaxNodes) return TooMany("nodes", YamlTree::kMaxNodes, mark);
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) {
    return AtPlace(absl::InvalidArgumentError(
                       absl::StrCat("alias *", policy::Shown(anchor), " has no anchor before it")),
                   PlaceAt(mark));
  }
  if (std::find(open_.begin(), open_.end(), found->second) != open_.end()) {
    return AtPlace(absl::InvalidArgumentError(absl::StrCat("alias *", policy::Shown(anchor),
                                                           " stands inside of what it names")),
                   PlaceAt(mark));
  }
  Attach(found->second);
  return absl::OkStatus();
}

absl::Status YamlBuilder::Open(YamlTree::Node::Kind kind, const yaml_char_t* anchor,
                               const yaml_mark_t& mark) {
  if (open_.size() >= YamlTree::kMaxDepth) {
    return TooMany("nodes inside each other", YamlTree::kMaxDepth, mark);
  }
  YamlTree::Node node;
  node.kind = kind;
  const auto index = static_cast<uint32_t>(tree_.nodes_.size());
  if (absl::Status status = AddNode(std::move(node), Anchor(anchor), mark); !status.ok()) {
    return status;
  }
  open_.push_back(index);
  return absl::OkStatus();
}

absl::Status YamlBuilder::Handle(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_DOCUMENT_START_EVENT:
      anchors_.clear();
      return absl::OkStatus();
    case YAML_ALIAS_EVENT:
      return AddAlias(Anchor(event.data.alias.anchor), event.start_mark);
    case YAML_SCALAR_EVENT: {
      YamlTree::Node node;
      node.scalar = std::string(View(event.data.scalar.value, event.data.scalar.length));
      return AddNode(std::move(node), Anchor(event.data.scalar.anchor), event.start_mark);
    }
    case YAML_SEQUENCE_START_EVENT:
      return Open(YamlTree::Node::Kind::kSequence, event.data.sequence_start.anchor,
                  event.start_mark);
    case YAML_MAPPING_START_EVENT:
      return Open(YamlTree::Node::Kind::kMapping, event.data.mapping_start.anchor,
                  event.start_mark);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      open_.pop_back();
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

absl::Status YamlBuilder::Build(absl::string_view text) {
  if (absl::Status status = CheckDirectives(text); !status.ok()) return status;
  Parser parser;
  if (!parser.ok()) return absl::ResourceExhaustedError("no memory for a YAML parser");
  yaml_parser_set_encoding(parser.get(), YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(
      parser.get(), static_cast<const yaml_char_t*>(static_cast<const void*>(text.data())),
      text.size());
  while (true) {
    Event event;
    if (yaml_parser_parse(parser.get(), &event.event) == 0) {
      const char* problem = parser.get()->problem;
      const char* context = parser.get()->context;
      return AtPlace(absl::InvalidArgumentError(absl::StrCat(
                         "not YAML: ", problem == nullptr ? "" : problem,
                         context == nullptr ? "" : " ", context == nullptr ? "" : context)),
                     PlaceAt(parser.get()->problem_mark));
    }
    if (event.event.type == YAML_STREAM_END_EVENT) return absl::OkStatus();
    if (absl::Status status = Handle(event.event); !status.ok()) return status;
  }
}

absl::StatusOr<YamlTree> YamlTree::Parse(absl::string_view text) {
  YamlBuilder builder;
  if (absl::Status status = builder.Build(text); !status.ok()) return status;
  return builder.Take();
}

const YamlTree::Node* YamlTree::Find(const Node& mapping, absl::string_view key) const {
  if (mapping.kind != Node::Kind::kMapping) return nullptr;
  for (size_t i = 0; i + 1 < mapping.children.size(); i += 2) {
    const Node& name = nodes_[mapping.children[i]];
    if (name.kind == Node::Kind::kScalar && name.scalar == key) {
      return &nodes_[mapping.children[i + 1]];
    }
  }
  return nullptr;
}

std::string YamlTree::Text(const Node& mapping, absl::string_view key) const {
  const Node* value = Find(mapping, key);
  return value != nullptr && value->kind == Node::Kind::kScalar ? value->scalar : "";
}

}  // namespace ntlmatrix::checker
