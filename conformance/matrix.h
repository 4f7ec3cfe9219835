// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MATRIX_H_
#define NTLMATRIX_CONFORMANCE_MATRIX_H_

#include <string>
#include <vector>

#include "conformance/cell.h"

namespace ntlmatrix::conformance {

// Counts the changes of meaning of cells, names and expectations.
inline constexpr int kVectorsVersion = 1;

// The expectations of cells at the documented offer, in both readings side by side: a header line
// and a line a cell, tab separated. All cells give conformance/matrix.tsv.
std::string MatrixTsv(const std::vector<Cell>& cells);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_MATRIX_H_
