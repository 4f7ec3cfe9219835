// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_SERVER_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_SERVER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "conformance/subjects/account.h"
#include "conformance/subjects/reference/behaviour.h"
#include "conformance/subjects/subject.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance::reference {

// What a server is set to.
struct ServerConfig {
  // NtlmMinServerSec: the bits that must be negotiated; 0x20000000 is
  // ServerRequire128bitEncryption.
  ntlm::NegotiateFlags min = 0;
  // LmCompatibilityLevel of a domain controller: 4 refuses LM responses, 5 NTLM responses too.
  int lm = 3;
  std::vector<uint8_t> nb_domain_name;    // UTF-16LE, and the TargetName
  std::vector<uint8_t> nb_computer_name;  // UTF-16LE
  uint64_t time = 0;                      // the clock, as FILETIME
  ntlm::Challenge server_challenge = {};
};

// The server side of connection-oriented NTLM for one account, [MS-NLMP] 3.2.5.1, through message
// bytes. OEM names are taken for ASCII.
class Server {
 public:
  // `account` and `behaviour` must outlive the server.
  Server(ServerConfig config, const Account& account, const Behaviour& behaviour);

  // Answers a NEGOTIATE_MESSAGE with a CHALLENGE_MESSAGE or a refusal, [MS-NLMP] 3.2.5.1.1.
  struct Answer {
    std::vector<uint8_t> challenge;
    std::optional<Refusal> refusal;
  };
  Answer Challenge(Bytes negotiate);

  // What an authenticated client and the server share.
  struct Session {
    bool anonymous = false;
    ntlm::NegotiateFlags negotiated = 0;
    ntlm::Hash exported_session_key = {};
  };

  // Authenticates the sender of an AUTHENTICATE_MESSAGE or refuses, [MS-NLMP] 3.2.5.1.2; one of
  // both is set. Refused before Challenge() has answered with a message, and after a decision.
  struct Decision {
    std::optional<Session> session;
    std::optional<Refusal> refusal;
  };
  Decision Authenticate(Bytes authenticate);

 private:
  // What NtlmMinServerSec misses.
  std::optional<Refusal> FindWeakness(ntlm::NegotiateFlags negotiated) const;
  Decision Decide(Bytes bytes, const ntlm::AuthenticateMessage& message) const;

  ServerConfig config_;
  const Account& account_;
  const Behaviour& behaviour_;
  std::vector<uint8_t> negotiate_;
  std::vector<uint8_t> challenge_;  // empty while no AUTHENTICATE_MESSAGE is due
  ntlm::NegotiateFlags negotiated_ = 0;
};

}  // namespace ntlmatrix::conformance::reference

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_SERVER_H_
