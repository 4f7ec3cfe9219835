// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_IMPACT_INPUT_H_
#define NTLMATRIX_CONFORMANCE_CLI_IMPACT_INPUT_H_

#include <string>
#include <vector>

#include "conformance/impact/peer.h"
#include "conformance/report/impact_report.h"

namespace ntlmatrix::cli {

// Judges a peer by every requirement of the report; one that none is about is named there.
void AddPeer(const impact::Peer& peer, report::ImpactReport* report);

// Judges the messages in a file or text that `ntlmatrix decode` reads; what can't be read is an
// error of the report.
void AddTokens(const std::string& argument, report::ImpactReport* report);

// Judges the events of an exported log; one that can't be read is an error of the report, and so is
// a file in which no event says anything.
void AddEvents(const std::string& path, report::ImpactReport* report);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_IMPACT_INPUT_H_
