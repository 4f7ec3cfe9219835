// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_JSON_H_
#define NTLMATRIX_CONFORMANCE_CLI_JSON_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include <nlohmann/json.hpp>

#include "conformance/documents.h"

namespace ntlmatrix::cli {

// What reports write of strings that are views and of citations.
inline nlohmann::ordered_json ToJson(absl::string_view text) { return std::string(text); }

inline nlohmann::ordered_json ToJson(const conformance::Citation& citation) {
  return {{"document", ToJson(citation.document.title)},
          {"place", ToJson(citation.document.place)},
          {"section", ToJson(citation.section)},
          {"quote", ToJson(citation.quote)}};
}

template <typename T>
nlohmann::ordered_json ToJson(const std::vector<T>& list) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const T& element : list) json.push_back(ToJson(element));
  return json;
}

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_JSON_H_
