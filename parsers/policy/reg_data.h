// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_REG_DATA_H_
#define NTLMATRIX_PARSERS_POLICY_REG_DATA_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

// The data of a value in a .reg file: what stands behind `"name"=`.
namespace ntlmatrix::policy {

// What the first line of some data says.
struct RegData {
  enum class Form {
    kUnreadable,
    kString,    // "text" with `\` before `"` and `\`
    kDword,     // dword: and one to eight hexadecimal digits
    kHex,       // hex: or hex(type): and bytes, which may go on in the next line
    kDeletion,  // -
  };

  Form form = Form::kUnreadable;
  uint32_t type = 0;
  absl::string_view text;     // kString: with its quotes; kHex: what follows the colon
  uint32_t number = 0;        // kDword
  size_t digits = 0;          // kDword: how many there are
  absl::string_view problem;  // kUnreadable: what is wrong, static storage
  bool open_string = false;   // kUnreadable: a string that may end in a later line
};

// Reads data that begins with the first character of `line`; blanks and a comment may follow all of
// it but kHex, which is read by ReadHexLine.
RegData ReadRegData(absl::string_view line);

// The index of the quote that ends a string or name beginning at text[1], or npos.
size_t FindClosingQuote(absl::string_view text);

// Appends the bytes of one line of kHex, and says in `*more` whether it goes on in the next line.
// What is wrong with it, static storage, or empty.
absl::string_view ReadHexLine(absl::string_view line, std::vector<uint8_t>* bytes, bool* more);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_REG_DATA_H_
