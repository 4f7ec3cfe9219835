// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/http_auth_reader.h"

#include "absl/strings/str_cat.h"

#include "parsers/envelope/http_auth_param.h"

namespace ntlmatrix::envelope {
namespace {

// Whether parameters follow the scheme: a token68 can begin like one, `TlRMTVNTUAA=`.
//
// NTLM and Negotiate have none, so for them it takes a quote: data after padding is a bad token.
bool AtFirstParam(const HttpAuth& auth, HttpCursor in) {
  if (!AtHttpAuthParam(in)) return false;
  in.ReadToken();
  in.SkipSpace();
  in.Skip('=');
  in.SkipSpace();
  if (auth.IsNtlm() || auth.IsNegotiate()) return in.At('"');
  return !in.done() && !in.At(',') && !in.At('=');
}

}  // namespace

bool HttpAuthReader::Fail(absl::string_view what) {
  failure_ = what;
  return false;
}

absl::Status HttpAuthReader::error() const {
  if (ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("HTTP authentication: ", failure_, " at offset ", offset()));
}

bool HttpAuthReader::Next(HttpAuth* out) {
  if (!ok()) return false;
  in_.SkipSpace();
  while (in_.Skip(',')) in_.SkipSpace();
  if (in_.done() || !ReadAuth(out)) return false;
  in_.SkipSpace();
  return in_.done() || in_.At(',') || Fail("expected a comma");
}

bool HttpAuthReader::ReadAuth(HttpAuth* out) {
  *out = HttpAuth();
  out->header = header_;
  out->scheme_offset = in_.offset();
  out->scheme = in_.ReadToken();
  if (out->scheme.empty()) return Fail("expected a scheme");
  const bool spaced = in_.SkipSpace();
  if (in_.done() || in_.At(',')) return true;
  if (!spaced) return Fail("expected a space after the scheme");
  if (AtFirstParam(*out, in_)) return ReadParams(out);
  ReadToken(out);
  return true;
}

void HttpAuthReader::ReadToken(HttpAuth* out) {
  const size_t offset = in_.offset();
  const absl::string_view text = in_.ReadUntil(",");
  out->token =
      HttpToken{absl::ClippedSubstr(text, 0, text.find_last_not_of(" \t\r\n") + 1), offset};
}

bool HttpAuthReader::ReadParams(HttpAuth* out) {
  out->params_offset = in_.offset();
  HttpAuthParam param;
  do {
    if (!ReadHttpAuthParam(&in_, &param)) return Fail("no end of the quoted string");
    out->params = absl::ClippedSubstr(text_, out->params_offset, in_.offset() - out->params_offset);
  } while (SkipToNextHttpAuthParam(&in_));
  return true;
}

}  // namespace ntlmatrix::envelope
