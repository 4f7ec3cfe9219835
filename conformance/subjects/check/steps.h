// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_STEPS_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_STEPS_H_

#include "conformance/subjects/check/check_session.h"

// The steps that a shim is taken through after its hello. Each reports what it finds and does
// nothing where the session was given up.
namespace ntlmatrix::conformance::check {

// What hello does not list is unsupported.
void CheckUnlisted(CheckSession* session);

// A whole exchange of the subject as it comes and of each setting that hello lists, everywhere.
void CheckListed(CheckSession* session);

// What is no CHALLENGE_MESSAGE is refused, and what is dropped is not answered.
void CheckGarbage(CheckSession* session);
void CheckDrop(CheckSession* session);

// Exchanges are kept apart: two in crossed order, and as many as hello says.
void CheckCrossed(CheckSession* session);
void CheckInFlight(CheckSession* session);

// How many exchanges it takes a second.
void MeasureSpeed(CheckSession* session);

// It exits when its standard input is closed, and leaves nothing behind. Ends the process.
void CheckEnd(CheckSession* session);

// The file that hello names is really used. Starts the shim anew and ends it.
void CheckLoaded(CheckSession* session);

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_STEPS_H_
