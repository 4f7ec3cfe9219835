// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_GSS_GSS_CONTEXT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_GSS_GSS_CONTEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include <gssapi/gssapi.h>

#include "conformance/subjects/shim/client.h"

// GSS-API as both MIT Kerberos and Heimdal have it; compiled for each of them.
namespace ntlmatrix::conformance::gss {

// Where gss_wrap of a mechanism puts the signature.
enum class SignaturePlace { kBeforeMessage, kAfterMessage };

// What the contexts of a client share. The handles outlive them.
struct GssSetup {
  gss_OID mechanism;
  gss_cred_id_t credential;
  gss_name_t target;
  SignaturePlace signature;
};

// A context of the initiator.
class GssContext : public shim::ShimContext {
 public:
  // Takes the context through its first leg.
  GssContext(const GssSetup& setup, Application app);
  GssContext(const GssContext&) = delete;
  GssContext& operator=(const GssContext&) = delete;
  ~GssContext() override;

  // ShimContext:
  shim::Answer Negotiate() override;
  shim::Answer Authenticate(Bytes challenge) override;
  absl::StatusOr<shim::Sealed> Seal(Bytes probe) override;

 private:
  shim::Answer Step(Bytes token, OM_uint32 expected);

  const GssSetup& setup_;
  OM_uint32 request_;  // GSS_C_INTEG_FLAG, GSS_C_CONF_FLAG
  gss_ctx_id_t context_ = GSS_C_NO_CONTEXT;
  shim::Answer negotiate_;
};

// The name of a type; an error has the text of GSS-API.
absl::StatusOr<gss_name_t> ImportName(absl::string_view text, gss_OID type);

// What GSS-API says of an error: `function`: text of the major status: text of the mechanism.
std::string StatusText(absl::string_view function, OM_uint32 major, OM_uint32 minor,
                       gss_OID mechanism);

}  // namespace ntlmatrix::conformance::gss

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_GSS_GSS_CONTEXT_H_
