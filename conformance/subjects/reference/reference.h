// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_REFERENCE_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_REFERENCE_H_

#include <cstdint>
#include <memory>

#include "conformance/subjects/reference/behaviour.h"
#include "conformance/subjects/subject.h"

namespace ntlmatrix::conformance::reference {

// The purpose of the CellNonce() that is the client's random session key.
inline constexpr uint8_t kSessionKeyPurpose = 2;

// The in-process client against the scripted server, through real message bytes.
//
// `fault` is null for the client that obeys the documents; else static lifetime.
std::unique_ptr<Subject> MakeReference(const Fault* fault);

}  // namespace ntlmatrix::conformance::reference

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_REFERENCE_REFERENCE_H_
