// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_RUN_SELECTION_H_
#define NTLMATRIX_CONFORMANCE_CLI_RUN_SELECTION_H_

#include <string>
#include <vector>

#include "conformance/cell.h"
#include "conformance/messages/message_tests.h"

namespace ntlmatrix::cli {

// What a run is about: the cells of the matrix, then the messages.
struct Selection {
  std::vector<conformance::Cell> cells;
  std::vector<const conformance::messages::MessageTest*> messages;

  bool empty() const { return cells.empty() && messages.empty(); }
};

// The tests whose names match a glob; all of them where it is empty.
Selection Select(const std::string& filter);

// Their names, a line each; with `tsv` their expectations. The two tables have other columns, so
// that of the messages comes only where there is no cell.
std::string SelectionList(const Selection& selected, bool tsv);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_RUN_SELECTION_H_
