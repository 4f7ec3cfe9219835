// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "parsers/policy/store_text.h"
#include "parsers/policy/xml_scan.h"
#include "parsers/policy/xml_store.h"

// The tree of a document holds just what the scan of its text counted, or neither can be made.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const Bytes bytes(data, size);
  const policy::StoreText text = policy::DecodeStoreText(bytes);
  const auto shape = policy::ScanXml(text.utf8);
  const auto store = policy::XmlStore::Parse(bytes, [](policy::PolicyFinding) {});
  if (!text.error.ok() || !shape.ok()) {
    FUZZ_CHECK(!store.ok());
    return 0;
  }
  if (!store.ok()) {
    FUZZ_CHECK(store.status().code() == absl::StatusCode::kUnimplemented);  // an odd encoding
    return 0;
  }
  policy::XmlShape seen;
  const pugi::xml_node root = store->root();
  for (pugi::xml_node at = root; at; at = policy::NextElement(at, root)) {
    FUZZ_CHECK(store->PlaceOf(at) != policy::Place());
    ++seen.elements;
    for (const pugi::xml_node child : at.children()) {
      seen.texts += child.type() != pugi::node_element ? 1 : 0;
    }
    for ([[maybe_unused]] const pugi::xml_attribute attribute : at.attributes()) ++seen.attributes;
  }
  FUZZ_CHECK(seen.elements == shape->elements && seen.attributes == shape->attributes &&
             seen.texts == shape->texts);
  return 0;
}
