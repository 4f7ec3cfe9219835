// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_MOF_READER_H_
#define NTLMATRIX_PARSERS_POLICY_MOF_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxMofProperties = 1000;  // of one instance
inline constexpr size_t kMaxMofDepth = 64;         // of instances and arrays in each other

// What a property of an instance is set to. The text of a string is unescaped, that of a reference
// has its `$`, that of a number or boolean is as written; that of an array are its items with
// commas between, that of an instance nothing.
struct MofValue {
  enum class Kind : uint8_t { kNull, kBoolean, kNumber, kString, kReference, kInstance };

  Kind kind = Kind::kNull;  // of an array: of its last item
  bool is_array = false;
  size_t item_count = 1;  // strings in an array of one item and alone are the same to DSC
  std::string text;
};

struct MofProperty {
  std::string name;
  MofValue value;
  uint64_t line = 0;  // of the name
};

// `instance of CLASS as $alias { ... };`, DSP0004 7.9.
struct MofInstance {
  std::string class_name;
  std::vector<MofProperty> properties;
  uint64_t line = 0;

  // The first property of that name without ASCII case, which is not NULL; or null.
  const MofProperty* Find(absl::string_view name) const;
};

// Reads the instance declarations of a MOF file, as the DSC compiler writes them; an instance
// inside another one comes first.
//
// Errors have their line: InvalidArgument for what is no MOF, Unimplemented for declarations of
// classes and qualifiers and for compiler directives, ResourceExhausted over a limit.
absl::Status ReadMofInstances(absl::string_view utf8,
                              absl::FunctionRef<void(const MofInstance&)> sink);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_MOF_READER_H_
