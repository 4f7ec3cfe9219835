// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/mof_reader.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/mof_lexer.h"
#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy {
namespace {

using InstanceSink = absl::FunctionRef<void(const MofInstance&)>;

bool IsName(const MofToken& token) {
  return token.kind == MofToken::Kind::kWord &&
         !absl::ascii_isdigit(static_cast<unsigned char>(token.text[0])) &&
         token.text.find_first_of("+-.") == std::string::npos;
}

bool IsNumber(const MofToken& token) {
  const char first = token.text[0];
  return absl::ascii_isdigit(static_cast<unsigned char>(first)) || first == '+' || first == '-' ||
         first == '.';
}

class Parser {
 public:
  Parser(absl::string_view utf8, InstanceSink sink) : lexer_(utf8), sink_(sink) {}

  absl::Status Read();

 private:
  absl::Status ReadInstance(size_t depth);
  absl::Status ReadProperty(size_t depth, MofInstance* instance);
  absl::Status ReadValue(size_t depth, MofValue* value);
  absl::Status ReadArray(size_t depth, MofValue* value);
  absl::Status SkipQualifiers();
  absl::Status Expect(char mark);
  absl::Status ExpectWord(absl::string_view word);

  const MofToken& token() const { return lexer_.token(); }
  absl::Status Wanted(absl::string_view what) const;
  absl::Status OverLimit(size_t limit, absl::string_view what) const;

  MofLexer lexer_;
  InstanceSink sink_;
};

absl::Status Parser::Wanted(absl::string_view what) const {
  const std::string found = token().kind == MofToken::Kind::kEnd
                                ? "the end of the file"
                                : absl::StrCat("`", Shown(token().text), "`");
  return AtPlace(absl::InvalidArgumentError(absl::StrCat(found, " where ", what, " must stand")),
                 Place::Line(token().line));
}

absl::Status Parser::OverLimit(size_t limit, absl::string_view what) const {
  return AtPlace(absl::ResourceExhaustedError(absl::StrCat("more than ", limit, " ", what)),
                 Place::Line(token().line));
}

absl::Status Parser::Expect(char mark) {
  if (!token().Is(mark)) return Wanted(absl::StrCat("`", absl::string_view(&mark, 1), "`"));
  return lexer_.Next();
}

absl::Status Parser::ExpectWord(absl::string_view word) {
  if (!token().IsWord(word)) return Wanted(absl::StrCat("`", word, "`"));
  return lexer_.Next();
}

// `[Qualifier("x"), ...]`; nothing in it is a value of an instance.
absl::Status Parser::SkipQualifiers() {
  if (!token().Is('[')) return absl::OkStatus();
  while (!token().Is(']')) {
    if (token().kind == MofToken::Kind::kEnd) return Wanted("`]`");
    if (absl::Status status = lexer_.Next(); !status.ok()) return status;
  }
  return lexer_.Next();
}

absl::Status Parser::ReadArray(size_t depth, MofValue* value) {
  if (depth >= kMaxMofDepth) return OverLimit(kMaxMofDepth, "levels in each other");
  if (absl::Status status = Expect('{'); !status.ok()) return status;
  value->is_array = true;
  value->item_count = 0;
  while (!token().Is('}')) {
    if (value->item_count > 0) {
      value->text.push_back(',');
      if (absl::Status status = Expect(','); !status.ok()) return status;
    }
    MofValue item;
    if (absl::Status status = ReadValue(depth + 1, &item); !status.ok()) return status;
    value->kind = item.kind;
    value->text += item.text;
    ++value->item_count;
  }
  return lexer_.Next();
}

absl::Status Parser::ReadValue(size_t depth, MofValue* value) {
  if (token().Is('{')) return ReadArray(depth, value);
  if (token().IsWord("instance")) {
    value->kind = MofValue::Kind::kInstance;
    return ReadInstance(depth + 1);
  }
  switch (token().kind) {
    case MofToken::Kind::kString:
      value->kind = MofValue::Kind::kString;
      break;
    case MofToken::Kind::kAlias:
      value->kind = MofValue::Kind::kReference;
      break;
    case MofToken::Kind::kWord:
      if (token().IsWord("null")) {
        value->kind = MofValue::Kind::kNull;
        return lexer_.Next();
      }
      if (token().IsWord("true") || token().IsWord("false")) {
        value->kind = MofValue::Kind::kBoolean;
      } else if (IsNumber(token())) {
        value->kind = MofValue::Kind::kNumber;
      } else {
        return Wanted("a value");
      }
      break;
    default:
      return Wanted("a value");
  }
  value->text = token().text;
  return lexer_.Next();
}

absl::Status Parser::ReadProperty(size_t depth, MofInstance* instance) {
  if (absl::Status status = SkipQualifiers(); !status.ok()) return status;
  if (!IsName(token())) return Wanted("the name of a property");
  if (instance->properties.size() >= kMaxMofProperties) {
    return OverLimit(kMaxMofProperties, "properties in one instance");
  }
  instance->properties.push_back({token().text, {}, token().line});
  if (absl::Status status = lexer_.Next(); !status.ok()) return status;
  if (absl::Status status = Expect('='); !status.ok()) return status;
  MofValue value;
  if (absl::Status status = ReadValue(depth, &value); !status.ok()) return status;
  instance->properties.back().value = std::move(value);
  return Expect(';');
}

absl::Status Parser::ReadInstance(size_t depth) {
  if (depth >= kMaxMofDepth) return OverLimit(kMaxMofDepth, "levels in each other");
  MofInstance instance;
  instance.line = token().line;
  if (absl::Status status = ExpectWord("instance"); !status.ok()) return status;
  if (absl::Status status = ExpectWord("of"); !status.ok()) return status;
  if (!IsName(token())) return Wanted("the name of a class");
  instance.class_name = token().text;
  if (absl::Status status = lexer_.Next(); !status.ok()) return status;
  if (token().IsWord("as")) {
    if (absl::Status status = lexer_.Next(); !status.ok()) return status;
    if (token().kind != MofToken::Kind::kAlias) return Wanted("an alias such as `$name`");
    if (absl::Status status = lexer_.Next(); !status.ok()) return status;
  }
  if (absl::Status status = Expect('{'); !status.ok()) return status;
  while (!token().Is('}')) {
    if (absl::Status status = ReadProperty(depth, &instance); !status.ok()) return status;
  }
  sink_(instance);
  return lexer_.Next();
}

absl::Status Parser::Read() {
  if (absl::Status status = lexer_.Next(); !status.ok()) return status;
  while (token().kind != MofToken::Kind::kEnd) {
    if (absl::Status status = SkipQualifiers(); !status.ok()) return status;
    if (token().Is('#') || token().IsWord("class") || token().IsWord("qualifier")) {
      return AtPlace(absl::UnimplementedError(absl::StrCat(
                         "`", Shown(token().text),
                         "`: compiler directives and declarations of classes are not read; a "
                         "compiled configuration has instances alone")),
                     Place::Line(token().line));
    }
    if (absl::Status status = ReadInstance(0); !status.ok()) return status;
    if (absl::Status status = Expect(';'); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

const MofProperty* MofInstance::Find(absl::string_view name) const {
  for (const MofProperty& property : properties) {
    if (absl::EqualsIgnoreCase(property.name, name) &&
        (property.value.kind != MofValue::Kind::kNull || property.value.is_array)) {
      return &property;
    }
  }
  return nullptr;
}

absl::Status ReadMofInstances(absl::string_view utf8, InstanceSink sink) {
  return Parser(utf8, sink).Read();
}

}  // namespace ntlmatrix::policy
