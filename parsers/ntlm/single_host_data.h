// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_SINGLE_HOST_DATA_H_
#define NTLMATRIX_PARSERS_NTLM_SINGLE_HOST_DATA_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::ntlm {

// Single_Host_Data, the value of MsvAvSingleHost; [MS-NLMP] 2.2.2.2.
//
// `rest` points into the bytes given to Parse(), which must outlive it. The rules about it are
// those of ValidateAvPairs().
struct SingleHostData {
  uint32_t size = 0;
  uint32_t z4 = 0;
  std::array<uint8_t, 8> custom_data = {};
  std::array<uint8_t, 32> machine_id = {};
  Bytes rest;  // behind machine_id; ignored on receipt

  // Fails when there are less than 48 bytes.
  static absl::StatusOr<SingleHostData> Parse(Bytes value);

  std::vector<uint8_t> Serialize() const;

  bool operator==(const SingleHostData&) const = default;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_SINGLE_HOST_DATA_H_
