// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/check.h"
#include "fuzz/store_story.h"
#include "parsers/policy/intune_syncml.h"
#include "parsers/policy/store_text.h"

// A comment in front of every tag, behind the XML declaration, changes nothing in what SyncML says.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const Bytes bytes(data, size);
  const fuzz::StoreAnswer answer = fuzz::AskStore(policy::ReadIntuneSyncml, bytes);
  const std::string text = policy::DecodeStoreText(bytes).utf8;
  // In comments, CDATA and declarations a tag is none.
  if (!answer.whole || text.find("<!") != std::string::npos) return 0;
  std::string commented;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' && i > 0 && text[i + 1] != '?') commented += "<!-- <Data>1</Data> -->";
    commented += text[i];
  }
  FUZZ_CHECK(fuzz::StoryWithoutPlaces(policy::ReadIntuneSyncml, fuzz::StoreBytes(commented)) ==
             fuzz::StoryWithoutPlaces(policy::ReadIntuneSyncml, fuzz::StoreBytes(text)));
  return 0;
}
