// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_SCRIPTED_SERVER_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_SCRIPTED_SERVER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

#include "conformance/cell.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance {

// Random-looking bytes that are the same in every run: `purpose` tells uses in one cell apart.
ntlm::Hash CellNonce(const Cell& cell, uint8_t purpose);

// What a NEGOTIATE_MESSAGE offers; InvalidArgument where it can't be read.
absl::StatusOr<ntlm::NegotiateFlags> OfferIn(Bytes negotiate);

// The CHALLENGE_MESSAGE with which the server of a cell answers a NEGOTIATE_MESSAGE.
//
// The capabilities of the cell are granted whatever was offered; SIGN, SEAL, KEY_EXCH and
// VERSION iff offered. TargetInfo holds both NetBIOS names and `time`, a FILETIME, as timestamp. A
// NEGOTIATE_MESSAGE that can't be read is InvalidArgument.
absl::StatusOr<std::vector<uint8_t>> ChallengeFor(const Cell& cell, Bytes negotiate,
                                                  uint64_t time = fixed::kTime);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SCRIPTED_SERVER_H_
