// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/gss/gss_context.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace ntlmatrix::conformance::gss {
namespace {

constexpr size_t kSignatureSize = 16;

OM_uint32 RequestOf(Application app) {
  switch (app) {
    case Application::kNone:
      return 0;
    case Application::kIntegrity:
      return GSS_C_INTEG_FLAG;
    case Application::kConfidentiality:
      break;
  }
  return GSS_C_INTEG_FLAG | GSS_C_CONF_FLAG;
}

// The library reads through pointers that are not const.
gss_buffer_desc BufferOf(const void* data, size_t size) { return {size, const_cast<void*>(data)}; }

std::vector<uint8_t> Take(gss_buffer_desc* buffer) {
  const auto* const data = static_cast<const uint8_t*>(buffer->value);
  std::vector<uint8_t> bytes(data, data + buffer->length);
  OM_uint32 minor = 0;
  gss_release_buffer(&minor, buffer);
  return bytes;
}

// The routine errors of RFC 2744 3.9.1 by number.
std::string StatusName(OM_uint32 major) {
  constexpr const char* kNames[] = {
      "GSS_S_COMPLETE",
      "GSS_S_BAD_MECH",
      "GSS_S_BAD_NAME",
      "GSS_S_BAD_NAMETYPE",
      "GSS_S_BAD_BINDINGS",
      "GSS_S_BAD_STATUS",
      "GSS_S_BAD_SIG",
      "GSS_S_NO_CRED",
      "GSS_S_NO_CONTEXT",
      "GSS_S_DEFECTIVE_TOKEN",
      "GSS_S_DEFECTIVE_CREDENTIAL",
      "GSS_S_CREDENTIALS_EXPIRED",
      "GSS_S_CONTEXT_EXPIRED",
      "GSS_S_FAILURE",
      "GSS_S_BAD_QOP",
      "GSS_S_UNAUTHORIZED",
      "GSS_S_UNAVAILABLE",
      "GSS_S_DUPLICATE_ELEMENT",
      "GSS_S_NAME_NOT_MN",
  };
  const OM_uint32 routine = GSS_ROUTINE_ERROR(major) >> GSS_C_ROUTINE_ERROR_OFFSET;
  if (routine == 0 || routine >= std::size(kNames)) return absl::StrFormat("0x%08x", major);
  return kNames[routine];
}

std::string TextOf(OM_uint32 status, int type, gss_OID mechanism) {
  OM_uint32 minor = 0;
  OM_uint32 more = 0;
  gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
  if (gss_display_status(&minor, status, type, mechanism, &more, &text) != GSS_S_COMPLETE)
    return "";
  const std::vector<uint8_t> bytes = Take(&text);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string StatusText(absl::string_view function, OM_uint32 major, OM_uint32 minor,
                       gss_OID mechanism) {
  return absl::StrCat(function, ": ", StatusName(major), ": ",
                      minor == 0 ? TextOf(major, GSS_C_GSS_CODE, mechanism)
                                 : TextOf(minor, GSS_C_MECH_CODE, mechanism));
}

absl::StatusOr<gss_name_t> ImportName(absl::string_view text, gss_OID type) {
  gss_buffer_desc buffer = BufferOf(text.data(), text.size());
  gss_name_t name = GSS_C_NO_NAME;
  OM_uint32 minor = 0;
  const OM_uint32 major = gss_import_name(&minor, &buffer, type, &name);
  if (major == GSS_S_COMPLETE) return name;
  return absl::InternalError(StatusText("gss_import_name", major, minor, GSS_C_NO_OID));
}

GssContext::GssContext(const GssSetup& setup, Application app)
    : setup_(setup), request_(RequestOf(app)), negotiate_(Step({}, GSS_S_CONTINUE_NEEDED)) {}

GssContext::~GssContext() {
  OM_uint32 minor = 0;
  if (context_ != GSS_C_NO_CONTEXT) gss_delete_sec_context(&minor, &context_, GSS_C_NO_BUFFER);
}

shim::Answer GssContext::Step(Bytes token, OM_uint32 expected) {
  gss_buffer_desc in = BufferOf(token.data(), token.size());
  gss_buffer_desc out = GSS_C_EMPTY_BUFFER;
  OM_uint32 minor = 0;
  const OM_uint32 major = gss_init_sec_context(
      &minor, setup_.credential, &context_, setup_.target, setup_.mechanism, request_, 0,
      GSS_C_NO_CHANNEL_BINDINGS, &in, nullptr, &out, nullptr, nullptr);
  std::vector<uint8_t> message = Take(&out);
  if (major == expected && !message.empty()) return message;
  if (!GSS_ERROR(major)) {
    return shim::Refused{.text = absl::StrFormat("gss_init_sec_context: 0x%08x with a token of "
                                                 "%u bytes",
                                                 major, message.size())};
  }
  return shim::Refused{StatusName(major),
                       StatusText("gss_init_sec_context", major, minor, setup_.mechanism)};
}

shim::Answer GssContext::Negotiate() { return std::move(negotiate_); }

shim::Answer GssContext::Authenticate(Bytes challenge) { return Step(challenge, GSS_S_COMPLETE); }

absl::StatusOr<shim::Sealed> GssContext::Seal(Bytes probe) {
  gss_buffer_desc in = BufferOf(probe.data(), probe.size());
  gss_buffer_desc out = GSS_C_EMPTY_BUFFER;
  OM_uint32 minor = 0;
  const OM_uint32 major = gss_wrap(&minor, context_, 1, GSS_C_QOP_DEFAULT, &in, nullptr, &out);
  if (major != GSS_S_COMPLETE) {
    return absl::InternalError(StatusText("gss_wrap", major, minor, setup_.mechanism));
  }
  const std::vector<uint8_t> wrapped = Take(&out);
  if (wrapped.size() != probe.size() + kSignatureSize) {
    return absl::InternalError(
        absl::StrCat("gss_wrap made ", wrapped.size(), " bytes of ", probe.size()));
  }
  const auto cut = wrapped.begin() +
                   static_cast<std::ptrdiff_t>(setup_.signature == SignaturePlace::kBeforeMessage
                                                   ? kSignatureSize
                                                   : probe.size());
  const std::vector<uint8_t> first(wrapped.begin(), cut);
  const std::vector<uint8_t> second(cut, wrapped.end());
  if (setup_.signature == SignaturePlace::kBeforeMessage) return shim::Sealed{second, first};
  return shim::Sealed{first, second};
}

}  // namespace ntlmatrix::conformance::gss
