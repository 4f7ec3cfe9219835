// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/http_auth_param.h"

namespace ntlmatrix::envelope {

bool AtHttpAuthParam(HttpCursor in) {
  if (in.ReadToken().empty()) return false;
  in.SkipSpace();
  return in.At('=');
}

bool ReadHttpAuthParam(HttpCursor* in, HttpAuthParam* out) {
  out->name_offset = in->offset();
  out->name = in->ReadToken();
  in->SkipSpace();
  in->Skip('=');
  // White space belongs to the parameter only where a value comes after it.
  HttpCursor value = *in;
  value.SkipSpace();
  if (!value.done() && !value.At(',')) *in = value;
  out->value_offset = in->offset();
  if (in->At('"')) return in->ReadQuotedString(&out->value);
  out->value = in->ReadUntil(", \t\r\n");
  return true;
}

bool SkipToNextHttpAuthParam(HttpCursor* in) {
  HttpCursor ahead = *in;
  ahead.SkipSpace();
  if (!ahead.At(',')) return false;
  while (ahead.Skip(',')) ahead.SkipSpace();
  if (!AtHttpAuthParam(ahead)) return false;
  *in = ahead;
  return true;
}

}  // namespace ntlmatrix::envelope
