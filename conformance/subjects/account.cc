// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/account.h"

#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/keys.h"

namespace ntlmatrix::conformance {
namespace {

Account MakeTestAccount() {
  Account account;
  account.user = Utf8ToUtf16(kUser).value();
  account.domain = Utf8ToUtf16(kDomain).value();
  account.workstation = Utf8ToUtf16(kWorkstation).value();
  account.lmowf_v1 = ntlm::LmowfV1(kPassword);
  account.ntowf_v1 = ntlm::NtowfV1(Utf8ToUtf16(kPassword).value());
  account.ntowf_v2 = ntlm::NtowfV2(account.ntowf_v1, account.user, account.domain);
  return account;
}

}  // namespace

const Account& TestAccount() {
  static const auto* const account = new Account(MakeTestAccount());
  return *account;
}

}  // namespace ntlmatrix::conformance
