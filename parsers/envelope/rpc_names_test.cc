// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_names.h"

#include <set>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace ntlmatrix::envelope {
namespace {

TEST(RpcNamesTest, NamesEveryPTypeOnce) {
  std::set<std::string> names;
  for (const int ptype : {0, 2, 3, 11, 12, 13, 14, 15, 16, 17, 18, 19}) {
    names.emplace(RpcPTypeName(static_cast<RpcPType>(ptype)));
  }
  EXPECT_EQ(names.size(), 12u);
  EXPECT_EQ(names.count("unknown"), 0u);
  EXPECT_EQ(RpcPTypeName(RpcPType::kRpcAuth3), "rpc_auth_3");
  EXPECT_EQ(RpcPTypeName(static_cast<RpcPType>(20)), "unknown");
}

TEST(RpcNamesTest, NamesAuthTypes) {
  const std::pair<int, const char*> cases[] = {
      {0x00, "RPC_C_AUTHN_NONE"},         {0x09, "RPC_C_AUTHN_GSS_NEGOTIATE"},
      {0x0A, "RPC_C_AUTHN_WINNT"},        {0x0E, "RPC_C_AUTHN_GSS_SCHANNEL"},
      {0x10, "RPC_C_AUTHN_GSS_KERBEROS"}, {0x44, "RPC_C_AUTHN_NETLOGON"},
      {0xFF, "RPC_C_AUTHN_DEFAULT"},      {0x0B, "unknown"},
  };
  for (const auto& [type, name] : cases) {
    EXPECT_EQ(RpcAuthTypeName(static_cast<RpcAuthType>(type)), name);
  }
}

TEST(RpcNamesTest, NamesAuthLevels) {
  const char* const names[] = {
      "RPC_C_AUTHN_LEVEL_DEFAULT",     "RPC_C_AUTHN_LEVEL_NONE",
      "RPC_C_AUTHN_LEVEL_CONNECT",     "RPC_C_AUTHN_LEVEL_CALL",
      "RPC_C_AUTHN_LEVEL_PKT",         "RPC_C_AUTHN_LEVEL_PKT_INTEGRITY",
      "RPC_C_AUTHN_LEVEL_PKT_PRIVACY", "unknown",
  };
  for (int level = 0; level < 8; ++level) {
    EXPECT_EQ(RpcAuthLevelName(static_cast<RpcAuthLevel>(level)), names[level]);
  }
}

TEST(RpcNamesTest, NamesPfcFlags) {
  // "The PDU type MUST be examined to determine how to interpret this flag."
  EXPECT_EQ(RpcPfcFlagNames(RpcPType::kBind, 0x07),
            "PFC_FIRST_FRAG PFC_LAST_FRAG PFC_SUPPORT_HEADER_SIGN");
  EXPECT_EQ(RpcPfcFlagNames(RpcPType::kRpcAuth3, 0x04), "PFC_SUPPORT_HEADER_SIGN");
  EXPECT_EQ(RpcPfcFlagNames(RpcPType::kRequest, 0xFC),
            "PFC_PENDING_CANCEL PFC_RESERVED_1 PFC_CONC_MPX PFC_DID_NOT_EXECUTE PFC_MAYBE "
            "PFC_OBJECT_UUID");
  EXPECT_EQ(RpcPfcFlagNames(RpcPType::kRequest, 0), "");
}

}  // namespace
}  // namespace ntlmatrix::envelope
