// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_NEG_STATE_H_
#define NTLMATRIX_PARSERS_ENVELOPE_NEG_STATE_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace ntlmatrix::envelope {

// negState, [RFC 4178] 4.2.2; other numbers are values too.
enum class NegState : int32_t {
  kAcceptCompleted = 0,
  kAcceptIncomplete = 1,
  kReject = 2,
  kRequestMic = 3,
};

// "accept-completed" and so on; empty for another number.
inline absl::string_view NegStateName(NegState state) {
  switch (state) {
    case NegState::kAcceptCompleted:
      return "accept-completed";
    case NegState::kAcceptIncomplete:
      return "accept-incomplete";
    case NegState::kReject:
      return "reject";
    case NegState::kRequestMic:
      return "request-mic";
  }
  return "";
}

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_NEG_STATE_H_
