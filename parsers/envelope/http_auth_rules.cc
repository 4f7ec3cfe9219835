// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/envelope/base64.h"
#include "parsers/envelope/http_auth.h"
#include "parsers/envelope/http_auth_param.h"
#include "parsers/envelope/http_auth_reader.h"
#include "parsers/envelope/http_cursor.h"

namespace ntlmatrix::envelope {
namespace {

// [MS-NLMP] 2.2; the rest of a message is for parsers/ntlm.
constexpr uint8_t kSignature[] = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0};
constexpr uint32_t kChallengeMessage = 2;

constexpr size_t kMostFindings = 64;

bool IsToken68(absl::string_view text) {
  const size_t padding = text.find_last_not_of('=') + 1;
  const auto good = [](char c) {
    return absl::ascii_isalnum(static_cast<uint8_t>(c)) ||
           absl::string_view("-._~+/").find(c) != absl::string_view::npos;
  };
  return padding > 0 &&
         std::all_of(text.begin(), text.begin() + static_cast<ptrdiff_t>(padding), good);
}

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<uint8_t>(c)) && c != '\t'; }

absl::string_view SectionOf(HttpAuthHeader header) {
  switch (header) {
    case HttpAuthHeader::kNone:
      break;
    case HttpAuthHeader::kWwwAuthenticate:
      return "RFC 9110 11.6.1";
    case HttpAuthHeader::kAuthorization:
      return "RFC 9110 11.6.2";
    case HttpAuthHeader::kProxyAuthenticate:
      return "RFC 9110 11.7.1";
    case HttpAuthHeader::kProxyAuthorization:
      return "RFC 9110 11.7.2";
  }
  return "RFC 9110 11";
}

absl::string_view NtlmSection(HttpAuthHeader header) {
  switch (header) {
    case HttpAuthHeader::kNone:
      break;
    case HttpAuthHeader::kWwwAuthenticate:
      return "[MS-NTHT] 2.2.1";
    case HttpAuthHeader::kAuthorization:
      return "[MS-NTHT] 2.2.2";
    case HttpAuthHeader::kProxyAuthenticate:
      return "[MS-NTHT] 2.2.3";
    case HttpAuthHeader::kProxyAuthorization:
      return "[MS-NTHT] 2.2.4";
  }
  return "[MS-NTHT] 2.2";
}

absl::string_view NegotiateSection(HttpAuthHeader header) {
  return IsCredentials(header) ? "RFC 4559 4.2" : "RFC 4559 4.1";
}

class Judge {
 public:
  explicit Judge(absl::string_view text) : text_(text) {}

  void JudgeField(const HttpField& field);
  std::vector<Finding> Take() { return std::move(findings_); }

 private:
  void Add(Finding finding);
  void Error(absl::string_view rule, absl::string_view section, size_t offset, std::string text) {
    Add({rule, section, Severity::kError, offset, std::move(text)});
  }
  void JudgeCharacters(const HttpField& field);
  void JudgeCommas(size_t begin, size_t end, size_t allowed);
  void JudgeAuth(const HttpAuth& auth);
  void JudgeParams(const HttpAuth& auth);
  void JudgeValue(const HttpAuthParam& param);
  void JudgeNtlmOrNegotiate(const HttpAuth& auth);
  void JudgeMessage(const HttpAuth& auth, Bytes message);

  absl::string_view text_;
  std::vector<Finding> findings_;
};

void Judge::Add(Finding finding) {
  if (findings_.size() < kMostFindings) {
    findings_.push_back(std::move(finding));
  } else if (findings_.size() == kMostFindings) {
    findings_.push_back(
        {"http-more", "RFC 9110 11", Severity::kNote, finding.offset,
         absl::StrCat("not listed from here on: ", kMostFindings, " findings before")});
  }
}

void Judge::JudgeField(const HttpField& field) {
  if (field.name_end != field.colon) {
    Error("http-name-space", "RFC 9112 5.1", field.name_end, "white space before the colon");
  }
  JudgeCharacters(field);
  size_t end = field.value_offset;
  size_t count = 0;
  HttpAuthReader reader(text_, field);
  for (HttpAuth auth; reader.Next(&auth); end = auth.end()) {
    JudgeCommas(end, auth.scheme_offset, count == 0 ? 0 : 1);
    if (++count == 2 && IsCredentials(field.header)) {
      Error("http-credentials-twice", SectionOf(field.header), auth.scheme_offset,
            absl::StrCat(HttpAuthHeaderName(field.header), " holds credentials more than once"));
    }
    JudgeAuth(auth);
  }
  if (!reader.ok()) {
    Error("http-unreadable", "RFC 9110 11.2", reader.offset(),
          std::string(reader.error().message()));
    return;
  }
  JudgeCommas(end, field.end, 0);
  if (count == 0) {
    Error("http-nothing", SectionOf(field.header), field.value_offset,
          absl::StrCat(HttpAuthHeaderName(field.header), " names no scheme"));
  }
}

void Judge::JudgeCharacters(const HttpField& field) {
  bool folded = false;
  for (size_t i = field.value_offset; i < field.end; ++i) {
    if (!IsControl(text_[i])) continue;
    // The reader of fields ends a value at a line feed unless it is a fold.
    const bool fold = text_[i] == '\n' || (text_[i] == '\r' && text_[i + 1] == '\n');
    if (!fold) {
      Error("http-control", "RFC 9110 5.5", i,
            absl::StrCat("control character 0x", absl::Hex(text_[i], absl::kZeroPad2)));
    } else if (!folded) {
      folded = true;
      Error("http-fold", "RFC 9112 5.2", i, "the value is folded over several lines");
    }
  }
}

// An element of a list is empty where commas stand side by side, or first, or last.
void Judge::JudgeCommas(size_t begin, size_t end, size_t allowed) {
  HttpCursor in(text_, begin, end);
  in.SkipSpace();
  for (size_t count = 0; in.At(','); in.Skip(','), in.SkipSpace()) {
    if (count++ == allowed) {
      Error("http-empty-element", "RFC 9110 5.6.1.1", in.offset(), "a list element is empty");
    }
  }
}

void Judge::JudgeAuth(const HttpAuth& auth) {
  const size_t end = auth.scheme_offset + auth.scheme.size();
  const size_t next = auth.token.has_value() ? auth.token->offset : auth.params_offset;
  const absl::string_view gap = absl::ClippedSubstr(text_, end, next > end ? next - end : 0);
  if (absl::StrContains(gap, '\t') && !absl::StrContains(gap, '\n')) {
    Error("http-scheme-tab", "RFC 9110 11.4", end, "only spaces may follow the scheme");
  }
  JudgeParams(auth);
  if (auth.IsNtlm() || auth.IsNegotiate()) {
    JudgeNtlmOrNegotiate(auth);
  } else if (auth.token.has_value() && !IsToken68(auth.token->text)) {
    Error("http-token68", "RFC 9110 11.2", auth.token->offset,
          absl::StrCat("what follows ", auth.scheme, " is no token68"));
  }
}

void Judge::JudgeParams(const HttpAuth& auth) {
  if (auth.params.empty()) return;
  std::set<std::string> names;
  HttpCursor in(text_, auth.params_offset, auth.params_offset + auth.params.size());
  HttpAuthParam param;
  size_t end = in.offset();
  bool first = true;
  do {
    if (!ReadHttpAuthParam(&in, &param)) return;
    JudgeCommas(end, param.name_offset, first ? 0 : 1);
    first = false;
    end = in.offset();
    if (!names.insert(absl::AsciiStrToLower(param.name)).second) {
      Error("http-param-twice", "RFC 9110 11.2", param.name_offset,
            absl::StrCat(param.name, " occurs more than once in a challenge"));
    }
    JudgeValue(param);
  } while (SkipToNextHttpAuthParam(&in));
}

void Judge::JudgeValue(const HttpAuthParam& param) {
  const size_t name_end = param.name_offset + param.name.size();
  if (param.value_offset != name_end + 1) {
    Error("http-param-space", "RFC 9110 5.6.3", name_end, "white space beside '='");
  }
  if (absl::StartsWith(param.value, "\"")) {
    size_t at = 0;
    while ((at = param.value.find('\\', at)) < param.value.size()) {
      const char escaped = param.value[at + 1];
      if (escaped != '"' && escaped != '\\') {
        Add({"http-quoted-pair", "RFC 9110 5.6.4", Severity::kWarning, param.value_offset + at,
             "only '\"' and '\\' should be escaped"});
      }
      at += 2;
    }
    return;
  }
  if (param.value.empty() ||
      !std::all_of(param.value.begin(), param.value.end(), IsTokenCharacter)) {
    Error("http-param-value", "RFC 9110 11.2", param.value_offset,
          absl::StrCat("the value of ", param.name, " is neither a token nor quoted"));
  }
  if (absl::EqualsIgnoreCase(param.name, "realm")) {
    Error("http-realm", "RFC 9110 11.5", param.value_offset, "realm must be quoted");
  }
}

void Judge::JudgeNtlmOrNegotiate(const HttpAuth& auth) {
  const absl::string_view section =
      auth.IsNtlm() ? NtlmSection(auth.header) : NegotiateSection(auth.header);
  if (!auth.params.empty()) {
    Error("http-params", section, auth.params_offset,
          absl::StrCat(auth.scheme, " takes a token and no parameters"));
    return;
  }
  if (!auth.token.has_value()) {
    // [MS-NTHT] leaves the message out by its grammar, RFC 4559 only in challenges.
    if (IsCredentials(auth.header)) {
      Add({"http-token-missing", section, auth.IsNtlm() ? Severity::kNote : Severity::kError,
           auth.scheme_offset, absl::StrCat(auth.scheme, " credentials without a token")});
    }
    return;
  }
  for (Finding& finding : ValidateBase64(auth.token->text, auth.token->offset)) {
    Add(std::move(finding));
  }
  const auto message = auth.token->Decode();
  if (message.ok()) JudgeMessage(auth, *message);
}

void Judge::JudgeMessage(const HttpAuth& auth, Bytes message) {
  ByteReader in(message);
  uint32_t type = 0;
  const bool ntlm = in.Expect(kSignature) && in.ReadU32(&type);
  const size_t offset = auth.token->offset;
  if (auth.IsNegotiate()) {
    if (!ntlm) return;
    Add({"http-negotiate-raw-ntlm", NegotiateSection(auth.header), Severity::kNote, offset,
         "the token is an NTLM message without SPNEGO"});
    return;
  }
  const absl::string_view section = NtlmSection(auth.header);
  if (!ntlm) {
    Error("http-ntlm-other", section, offset, "the token is no NTLM message");
  } else if (IsChallenges(auth.header) && type != kChallengeMessage) {
    Error("http-ntlm-type", section, offset,
          absl::StrCat("MessageType ", type, " in ", HttpAuthHeaderName(auth.header),
                       ", where only a CHALLENGE_MESSAGE (2) may be"));
  } else if (IsCredentials(auth.header) && type != 1 && type != 3) {
    Error("http-ntlm-type", section, offset,
          absl::StrCat("MessageType ", type, " in ", HttpAuthHeaderName(auth.header),
                       ", where only NEGOTIATE_MESSAGE (1) and AUTHENTICATE_MESSAGE (3) may be"));
  }
}

}  // namespace

std::vector<Finding> ValidateHttpAuth(absl::string_view text) {
  Judge judge(text);
  HttpFieldReader fields(text);
  for (HttpField field; fields.Next(&field);) judge.JudgeField(field);
  return judge.Take();
}

}  // namespace ntlmatrix::envelope
