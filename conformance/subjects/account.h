// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_ACCOUNT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_ACCOUNT_H_

#include <cstdint>
#include <vector>

#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance {

// A user's names and one-way functions; the keys that depend on the password alone.
struct Account {
  std::vector<uint8_t> user;         // UTF-16LE
  std::vector<uint8_t> domain;       // UTF-16LE
  std::vector<uint8_t> workstation;  // UTF-16LE
  ntlm::Hash lmowf_v1 = {};
  ntlm::Hash ntowf_v1 = {};
  ntlm::Hash ntowf_v2 = {};
};

// The names and the password of [MS-NLMP] 4.2.1.
inline constexpr char kUser[] = "User";
inline constexpr char kDomain[] = "Domain";
inline constexpr char kPassword[] = "Password";
inline constexpr char kWorkstation[] = "COMPUTER";

// The account of every exchange, made of them.
const Account& TestAccount();

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_ACCOUNT_H_
