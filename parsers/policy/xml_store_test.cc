// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/xml_store.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/bytes/utf16.h"
#include "parsers/policy/xml_scan.h"

namespace ntlmatrix::policy {
namespace {

using Strings = std::vector<std::string>;

std::vector<uint8_t> BytesOf(absl::string_view text) { return {text.begin(), text.end()}; }

// The parsed document, and its findings as "severity id" in `*findings`.
absl::StatusOr<XmlStore> Parse(Bytes bytes, Strings* findings = nullptr) {
  return XmlStore::Parse(bytes, [&](const PolicyFinding& finding) {
    EXPECT_FALSE(finding.message.empty());
    EXPECT_FALSE(finding.fix.empty());
    if (findings != nullptr) {
      findings->push_back(absl::StrCat(SeverityName(finding.severity), " ", finding.id));
    }
  });
}

// Of a document that must be readable.
XmlStore Read(absl::string_view text) {
  absl::StatusOr<XmlStore> store = Parse(BytesOf(text));
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

TEST(XmlStoreTest, TellsNamesNamespacesAndLines) {
  const XmlStore store = Read(
      "<?xml version='1.0'?>\n"
      "<a xmlns='urn:a' xmlns:p='urn:p'>\n"
      "  <p:b xmlns:p='urn:q'>\n"
      "    <p:c/></p:b>\n"
      "  <p:d/><e xmlns=''/><xml:f/>\n"
      "</a>");
  Strings seen;
  for (pugi::xml_node at = store.root(); at; at = NextElement(at, store.root())) {
    seen.push_back(
        absl::StrCat(PlaceText(store.PlaceOf(at)), " ", LocalName(at), " ", NamespaceOf(at)));
  }
  EXPECT_EQ(seen, Strings({"2 a urn:a", "3 b urn:q", "4 c urn:q", "5 d urn:p", "5 e ",
                           "5 f http://www.w3.org/XML/1998/namespace"}));
}

TEST(XmlStoreTest, WalksNoFurtherThanAsked) {
  const XmlStore store = Read("<a>t<b>t<c/>t</b>t<d/><!-- --></a>");
  const pugi::xml_node b = FirstElement(store.root());
  EXPECT_EQ(LocalName(b), "b");
  EXPECT_EQ(LocalName(NextElement(b, b)), "c");
  EXPECT_FALSE(NextElement(NextElement(b, b), b));
  EXPECT_EQ(LocalName(NextSibling(b)), "d");
  EXPECT_FALSE(NextSibling(NextSibling(b)));
  EXPECT_FALSE(FirstElement(NextSibling(b)));
}

TEST(XmlStoreTest, JoinsThePiecesOfAText) {
  const auto text = [](absl::string_view inside) {
    const XmlStore store = Read(absl::StrCat("<a>", inside, "</a>"));
    return TextOf(store.root()).value_or("(elements)");
  };
  EXPECT_EQ(text(""), "");
  EXPECT_EQ(text("53<!-- x -->73"), "5373");
  EXPECT_EQ(text("53<!-- x --> <!-- y -->73"), "53 73");
  EXPECT_EQ(text("5<?x y?>3<![CDATA[<&]]>7"), "53<&7");
  EXPECT_EQ(text("&#x35;&#51;&amp;amp;"), "53&amp;");
  EXPECT_EQ(text(" 5\r\n3\r"), " 5\n3\n");
  EXPECT_EQ(text("5<b/>3"), "(elements)");
}

TEST(XmlStoreTest, TellsAbsentAttributesFromEmptyOnes) {
  const XmlStore store = Read("<a xmlns:p='u' p:b='1' c='' d='&#x31;&lt;\n2'/>");
  EXPECT_EQ(AttributeOf(store.root(), "b"), std::nullopt);
  EXPECT_EQ(AttributeOf(store.root(), "c"), "");
  EXPECT_EQ(AttributeOf(store.root(), "d"), "1< 2");
}

TEST(XmlStoreTest, ReadsEveryEncodingAlike) {
  for (const char* declaration :
       {"", "<?xml version='1.0'?>", "<?xml version='1.0' encoding='utf-8'?>",
        "<?xml version='1.0' encoding='utf-16'?>"}) {
    const std::string text = absl::StrCat(declaration, "<a>\xC3\xA4\n<b/></a>");
    const std::string marked = absl::StrCat("\xEF\xBB\xBF", text);
    for (const std::vector<uint8_t>& bytes :
         {BytesOf(text), BytesOf(marked), *Utf8ToUtf16(marked, Endian::kLittle),
          *Utf8ToUtf16(marked, Endian::kBig), *Utf8ToUtf16(text, Endian::kLittle)}) {
      const absl::StatusOr<XmlStore> store = Parse(bytes);
      ASSERT_TRUE(store.ok()) << store.status();
      EXPECT_STREQ(store->root().child_value(), "\xC3\xA4\n");
      EXPECT_EQ(store->PlaceOf(FirstElement(store->root())), Place::Line(2));
    }
  }
}

TEST(XmlStoreTest, ReportsOddEncodings) {
  const auto findings = [](const std::vector<uint8_t>& bytes) {
    Strings found;
    EXPECT_TRUE(Parse(bytes, &found).ok());
    return found;
  };
  EXPECT_EQ(findings(BytesOf("<a/>")), Strings());
  EXPECT_EQ(findings(*Utf8ToUtf16("<a/>", Endian::kLittle)), Strings({"warning encoding-guessed"}));
  EXPECT_EQ(findings(*Utf8ToUtf16("<a/>", Endian::kBig)), Strings({"warning encoding-guessed"}));
  EXPECT_EQ(findings(BytesOf("<a>\xE4</a>")), Strings({"warning encoding-8-bit"}));
  EXPECT_EQ(findings(BytesOf("<?xml version='1.0' encoding='UTF-16'?><a>\xE4</a>")),
            Strings({"warning encoding-8-bit"}));
  EXPECT_EQ(findings(BytesOf("<?xml version='1.0' encoding='Windows-1252'?><a>\xE4</a>")),
            Strings());
  EXPECT_EQ(findings(BytesOf("<?xml version='1.0' encoding='UTF-16'?><a/>")),
            Strings({"note encoding-declared"}));
  EXPECT_EQ(findings(*Utf8ToUtf16("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><a/>",
                                  Endian::kLittle)),
            Strings({"note encoding-declared"}));
}

TEST(XmlStoreTest, RejectsEncodingsInWhichAsciiIsNotAscii) {
  for (const char* name : {"utf-7", "ebcdic-cp-us", "iso-2022-jp", "hz-gb-2312", "x"}) {
    const absl::Status status =
        Parse(BytesOf(absl::StrCat("<?xml version='1.0' encoding='", name, "'?><a/>"))).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented) << name;
    EXPECT_EQ(PlaceOf(status), Place::Line(1));
  }
}

TEST(XmlStoreTest, RejectsBadTextWithItsLine) {
  const absl::Status nul = Parse(BytesOf(absl::string_view("<a>\n\0</a>", 9))).status();
  EXPECT_EQ(nul.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PlaceOf(nul), Place::Line(2));
  EXPECT_EQ(Parse({}).status().message(), "the file is empty");
  EXPECT_EQ(PlaceOf(Parse(BytesOf("<a>\n\n</b>")).status()), Place::Line(3));
}

TEST(XmlStoreTest, RejectsSizeOverTheLimit) {
  std::vector<uint8_t> bytes = BytesOf("<a/>");
  bytes.resize(kMaxXmlStoreSize, ' ');
  EXPECT_TRUE(Parse(bytes).ok());
  bytes.push_back(' ');
  EXPECT_EQ(Parse(bytes).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(XmlStoreTest, TellsLinesFarIntoTheFile) {
  std::string text = "<a>";
  for (int i = 0; i < 5000; ++i) absl::StrAppend(&text, "<b/>\n");
  const XmlStore store = Read(absl::StrCat(text, "</a>"));
  uint64_t line = 0;
  for (pugi::xml_node b = FirstElement(store.root()); b; b = NextSibling(b)) {
    ASSERT_EQ(store.PlaceOf(b), Place::Line(++line));
  }
  EXPECT_EQ(line, 5000u);
  EXPECT_EQ(store.PlaceOf(pugi::xml_node()), Place());
}

TEST(XmlStoreTest, LooksAtTheRootAlone) {
  const auto is_root = [](absl::string_view text) { return XmlRootIs(BytesOf(text), "GPO"); };
  EXPECT_TRUE(is_root("<GPO>"));
  EXPECT_TRUE(is_root("<GPO/>"));
  EXPECT_TRUE(is_root("<q1:GPO xmlns:q1='u'>"));
  EXPECT_TRUE(is_root("\xEF\xBB\xBF<?xml version='1.0'?>\r\n<!-- <a> -->\n<GPO\n"));
  EXPECT_TRUE(is_root("<!DOCTYPE GPO [ <!ENTITY a 'b'> ]><x/>"));
  EXPECT_TRUE(XmlRootIs(*Utf8ToUtf16("\xEF\xBB\xBF<GPO>", Endian::kLittle), "GPO"));
  EXPECT_TRUE(is_root(absl::StrCat("<GPO>", std::string(10000, '\xC3'))));
  EXPECT_FALSE(is_root("<GPOs>"));
  EXPECT_FALSE(is_root("<gpo>"));
  EXPECT_FALSE(is_root("GPO"));
  EXPECT_FALSE(is_root("<a><GPO/></a>"));
  EXPECT_FALSE(is_root("<!-- <GPO>"));
  EXPECT_FALSE(is_root("<?xml <GPO>"));
  EXPECT_FALSE(is_root(""));
}

}  // namespace
}  // namespace ntlmatrix::policy
