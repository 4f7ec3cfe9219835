// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/run_selection.h"

#include "absl/strings/str_cat.h"
#include <fnmatch.h>

#include "conformance/matrix.h"
#include "conformance/messages/messages_tsv.h"

namespace ntlmatrix::cli {

using conformance::Cell;
using conformance::messages::MessageTest;

Selection Select(const std::string& filter) {
  const auto matches = [&](const std::string& name) {
    return filter.empty() || fnmatch(filter.c_str(), name.c_str(), 0) == 0;
  };
  Selection selected;
  for (const Cell& cell : conformance::AllCells()) {
    if (matches(cell.Name())) selected.cells.push_back(cell);
  }
  for (const MessageTest& test : conformance::messages::MessageTests()) {
    if (matches(test.Name())) selected.messages.push_back(&test);
  }
  return selected;
}

std::string SelectionList(const Selection& selected, bool tsv) {
  if (tsv && !selected.cells.empty()) return conformance::MatrixTsv(selected.cells);
  if (tsv) return conformance::messages::MessagesTsv(selected.messages);
  std::string text;
  for (const Cell& cell : selected.cells) absl::StrAppend(&text, cell.Name(), "\n");
  for (const MessageTest* const test : selected.messages) {
    absl::StrAppend(&text, test->Name(), "\n");
  }
  return text;
}

}  // namespace ntlmatrix::cli
