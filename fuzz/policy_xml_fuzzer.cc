// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/check.h"
#include "fuzz/xml_stories.h"
#include "parsers/bytes/utf16.h"
#include "parsers/policy/store_text.h"

// What an XML store says depends neither on its encoding, its prefixes, the order of attributes nor
// on how characters are written, and a store that lost its end is an error or says the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const Bytes bytes(data, size);
  const policy::StoreFormat* format = nullptr;
  for (const char* name : {"gpo-report", "gpp-registry", "policy-rules"}) {
    const policy::StoreFormat* one = policy::FindStoreFormat(name);
    if (one->looks_like(bytes)) format = one;
  }
  if (format == nullptr) return 0;
  const auto store = policy::XmlStore::Parse(bytes, [](policy::PolicyFinding) {});
  if (!store.ok()) return 0;
  std::string other;
  fuzz::RewriteXml(store->root(), &other);
  const std::vector<uint8_t> rewritten =
      Utf8ToUtf16("\xEF\xBB\xBF" + other, size % 2 == 0 ? Endian::kLittle : Endian::kBig).value();
  const std::string text = policy::DecodeStoreText(bytes).utf8;
  const size_t lost = size_t{1} + data[size - 1];
  const std::vector<uint8_t> cut(text.begin(),
                                 text.end() - static_cast<ptrdiff_t>(std::min(lost, text.size())));
  const fuzz::XmlStory whole = fuzz::TellXml(*format, bytes);
  FUZZ_CHECK(fuzz::TellXml(*format, rewritten) == whole);
  const fuzz::XmlStory rest = fuzz::TellXml(*format, cut);
  FUZZ_CHECK(!rest.ok || rest == whole);
  return 0;
}
