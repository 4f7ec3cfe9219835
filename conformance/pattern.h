// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_PATTERN_H_
#define NTLMATRIX_CONFORMANCE_PATTERN_H_

#include <string>
#include <vector>

#include "absl/types/span.h"

#include "conformance/cell.h"

namespace ntlmatrix::conformance {

// Cells that are the product of one set of values for each axis, each set in the order of its axis.
//
// A value of `min` goes with the families that have it.
struct CellPattern {
  std::vector<Family> families;
  std::vector<ClientSetting> min;
  std::vector<int> lm;
  std::vector<Application> app;
  std::vector<ntlm::NegotiateFlags> server;

  bool Covers(const Cell& cell) const;

  // The cells in words: "at levels 3 to 5, for confidentiality, whenever extended session security
  // is not granted"; "always" for all of them.
  std::string Words() const;

  // A glob for fnmatch() with FNM_EXTMATCH that matches the names of these cells and of no other:
  // policy/min=@(0|undefined-legacy)/lm=3/app=*/server=@(ess|ess,56)
  std::string Glob() const;

  bool operator==(const CellPattern&) const = default;
};

// Every cell of every family.
CellPattern EveryCell();

// Few simple patterns that together cover each marked cell and no judged cell that is not marked.
// They may overlap, and say nothing of cells that are not judged. The most telling one is first.
//
// `judged` holds no cell twice; marked[i] belongs to judged[i] and the sizes are equal. The time is
// linear in the cells and in the patterns.
std::vector<CellPattern> FindPatterns(absl::Span<const Cell> judged,
                                      const std::vector<bool>& marked);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_PATTERN_H_
