// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_STIMULUS_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_STIMULUS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/cell.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance {

// A subject's refusal of a message that it was shown.
struct Refusal {
  std::optional<uint32_t> status;  // the documented code its error maps to, where it maps to one
  std::string text;                // the error in the subject's own words
};

// What a subject that can seal seals as its first message after AUTHENTICATE_MESSAGE.
inline constexpr absl::string_view kSealProbe = "NTLMatrix sealing probe";

// A sealed message of the client, [MS-NLMP] 3.4.3.
struct SealedMessage {
  std::vector<uint8_t> message;    // kSealProbe, sealed
  std::vector<uint8_t> signature;  // NTLMSSP_MESSAGE_SIGNATURE
};

// How far a subject could be taken through what it was asked for.
enum class Handling {
  kDone,
  kUnsupported,    // it can't be put into this place; no message is there
  kCannotRequire,  // it has no such setting; the messages are those of the subject as it comes
  kBroke,          // it broke off without an answer that can be understood
};

// The side of NTLM that a subject plays.
enum class Role { kClient, kServer };

// One message that a subject is shown, and all that its reaction may depend on.
struct Stimulus {
  Role role = Role::kClient;
  uint32_t min = 0;  // NtlmMinClientSec of a client, NtlmMinServerSec of a server
  int lm = 0;        // LmCompatibilityLevel, of a server that of a domain controller
  Application app = Application::kNone;  // what a client is asked for

  // What a server has received and sent before; empty where nothing was.
  std::vector<uint8_t> negotiate = {};
  std::vector<uint8_t> challenge = {};

  // CHALLENGE_MESSAGE for a client, NEGOTIATE_MESSAGE or AUTHENTICATE_MESSAGE for a server.
  std::vector<uint8_t> message = {};
  // What CHALLENGE_MESSAGE grants on purpose whether or not the client offered it.
  ntlm::NegotiateFlags unoffered = 0;
};

// Where and with what a client was really asked, when it can't be put where a stimulus wants it.
struct Shown {
  uint32_t min = 0;
  int lm = 0;
  Application app = Application::kNone;
  std::vector<uint8_t> message;
};

// What a subject did.
struct Reaction {
  Handling handling = Handling::kDone;
  std::string why = {};                 // it is not kDone, in words
  std::vector<uint8_t> negotiate = {};  // what a client had sent
  std::vector<uint8_t> answer = {};     // empty after a refusal, and after an authentication
  std::optional<Refusal> refusal = {};
  std::optional<SealedMessage> sealed = {};  // by a client; nullopt where nothing was sealed
  std::optional<Shown> shown = {};           // where it is not what the stimulus says
};

// The values with which stimuli are made, and which a subject has to be given. The account is
// TestAccount().
namespace fixed {

inline constexpr ntlm::Challenge kServerChallenge = {0x01, 0x23, 0x45, 0x67,
                                                     0x89, 0xAB, 0xCD, 0xEF};
inline constexpr ntlm::Challenge kClientChallenge = {0xAA, 0xAA, 0xAA, 0xAA,
                                                     0xAA, 0xAA, 0xAA, 0xAA};
inline constexpr ntlm::Hash kRandomSessionKey = {0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55,
                                                 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55};
// The server's clock: 2026-01-01 00:00:00 UTC as FILETIME.
inline constexpr uint64_t kTime = 134116992000000000;
// Names that differ from those of the account, so that a client which mixes them up is seen.
inline constexpr char kNbDomainName[] = "RESOURCE";
inline constexpr char kNbComputerName[] = "SERVER";

}  // namespace fixed
}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_STIMULUS_H_
