// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_CLIENT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_CLIENT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "conformance/cell.h"
#include "conformance/subjects/account.h"
#include "conformance/subjects/reference/behaviour.h"
#include "conformance/subjects/subject.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance::reference {

// What a client is set to and asked for.
struct ClientConfig {
  ClientSetting min;
  int lm = 0;
  Application app = Application::kNone;
  ntlm::Challenge client_challenge = {};
  ntlm::Hash random_session_key = {};
};

// The client side of connection-oriented NTLM, [MS-NLMP] 3.1.5.1, through message bytes.
class Client {
 public:
  // `account` and `behaviour` must outlive the client.
  Client(const ClientConfig& config, const Account& account, const Behaviour& behaviour)
      : config_(config), account_(account), behaviour_(behaviour) {}

  // The NEGOTIATE_MESSAGE, [MS-NLMP] 3.1.5.1.1.
  const std::vector<uint8_t>& Negotiate();

  // Answers a CHALLENGE_MESSAGE with an AUTHENTICATE_MESSAGE or a refusal, [MS-NLMP] 3.1.5.1.2.
  // Negotiate() comes first.
  struct Answer {
    std::vector<uint8_t> authenticate;
    std::optional<Refusal> refusal;
  };
  Answer Authenticate(Bytes challenge);

  // Seals the first message of the session, [MS-NLMP] 3.4.6; nullopt before an AUTHENTICATE_MESSAGE
  // and unless NTLMSSP_NEGOTIATE_SEAL is negotiated.
  std::optional<SealedMessage> Seal(absl::string_view message) const;

 private:
  // Why the client must not go on; nullopt when it may.
  std::optional<Refusal> FindRefusal(const ntlm::ChallengeMessage& challenge,
                                     ntlm::NegotiateFlags negotiated, ResponseForm form) const;

  // The AUTHENTICATE_MESSAGE; an error when it can't hold what the server wants echoed.
  absl::StatusOr<std::vector<uint8_t>> MakeAuthenticate(Bytes challenge_bytes,
                                                        const ntlm::ChallengeMessage& challenge,
                                                        ntlm::NegotiateFlags negotiated,
                                                        ResponseForm form);

  ClientConfig config_;
  const Account& account_;
  const Behaviour& behaviour_;
  ntlm::NegotiateFlags offered_ = 0;
  std::vector<uint8_t> negotiate_;

  // The session, once there is an AUTHENTICATE_MESSAGE.
  struct Session {
    ntlm::NegotiateFlags negotiated = 0;
    ntlm::Hash exported_session_key = {};
  };
  std::optional<Session> session_;
};

}  // namespace ntlmatrix::conformance::reference

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_CLIENT_H_
