// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_MESSAGE_CHECK_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_MESSAGE_CHECK_H_

#include <string>
#include <vector>

#include "conformance/subjects/external/protocol_lines.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/types.h"

// What the messages that a shim passes on say of the shim. Whether the implementation is right is
// not judged here.
namespace ntlmatrix::conformance::check {

// Why a message can't be read as one of this type, with its field at fault and what was probably
// passed on instead; empty where it can.
std::string MessageFault(ntlm::MessageType type, Bytes message);

// How the names in an AUTHENTICATE_MESSAGE that can be read differ from those of TestAccount().
struct NameFaults {
  std::vector<std::string> faults;
  std::vector<std::string> notes;
};
NameFaults FaultsOfNames(Bytes authenticate);

// Whether a response of an AUTHENTICATE_MESSAGE that can be read is one of the password of
// TestAccount() to this challenge, whatever names it goes with.
bool ProvesPassword(Bytes authenticate, const ntlm::Challenge& server_challenge);

// What is wrong with the form of a sealed message; empty for nothing.
std::string SealedFault(const SealedMessage& sealed);

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_MESSAGE_CHECK_H_
