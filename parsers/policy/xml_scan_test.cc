// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/xml_scan.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

// "ok", or "line: message".
std::string Scan(absl::string_view text) {
  const absl::StatusOr<XmlShape> shape = ScanXml(text);
  if (shape.ok()) return "ok";
  EXPECT_TRUE(shape.status().code() == absl::StatusCode::kInvalidArgument ||
              shape.status().code() == absl::StatusCode::kUnimplemented ||
              shape.status().code() == absl::StatusCode::kResourceExhausted);
  return absl::StrCat(PlaceText(PlaceOf(shape.status())), ": ", shape.status().message());
}

std::string Repeat(absl::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&out, text);
  return out;
}

constexpr char kDocument[] =
    "<?xml version=\"1.0\" encoding='utf-8' standalone=\"yes\" ?>\n"
    "<!-- a comment --><?target data?>\n"
    "<a xmlns:p = 'urn:p' x=\"&lt;1\">\n"
    "  <p:b p:y=''>t&#x41;&#10;&amp;<![CDATA[<&]]]]></p:b >\n"
    "  <c/><c /><!----><?d?>\n"
    "</a>\n"
    "<!-- end --><?target?> ";

TEST(XmlScanTest, CountsWhatADocumentHolds) {
  const absl::StatusOr<XmlShape> shape = ScanXml(kDocument);
  ASSERT_TRUE(shape.ok()) << shape.status();
  EXPECT_EQ(shape->elements, 4u);
  EXPECT_EQ(shape->attributes, 3u);
  EXPECT_EQ(shape->texts, 5u);  // two of b, and three of a beside them that are blanks
  EXPECT_EQ(shape->declared_encoding, "utf-8");
}

TEST(XmlScanTest, TruncationAtEveryByteIsAnError) {
  const absl::string_view text = kDocument;
  const size_t root_end = text.find("</a>") + 4;
  for (size_t size = 0; size < root_end; ++size) {
    EXPECT_NE(Scan(text.substr(0, size)), "ok") << size;
  }
  // Of what follows the root element nothing need be there.
  for (size_t size = root_end; size <= text.size(); ++size) {
    const absl::StatusOr<XmlShape> shape = ScanXml(text.substr(0, size));
    EXPECT_TRUE(!shape.ok() || shape->elements == 4) << size;
  }
}

TEST(XmlScanTest, RejectsWhatIsNoDocument) {
  EXPECT_EQ(Scan(""), "1: XML: the file holds no element");
  EXPECT_EQ(Scan("<!-- a -->\n"), "2: XML: the file holds no element");
  EXPECT_EQ(Scan("\ntext"), "2: XML: text before the root element");
  EXPECT_EQ(Scan("&lt;"), "1: XML: text before the root element");
  EXPECT_EQ(Scan("<a/>\nx"), "2: XML: text after the root element");
  EXPECT_EQ(Scan("<a/>\n<b/>"), "2: XML: an element after the root element");
  EXPECT_EQ(Scan("<a/><![CDATA[]]>"), "1: XML: a CDATA section outside the root element");
  EXPECT_EQ(Scan("<a>\n<b></b>"), "2: XML: the file ends inside the element a");
  EXPECT_EQ(Scan("<a>\n</b>"), "2: XML: the end of b where a is open");
  EXPECT_EQ(Scan("<a/>\n</a>"), "2: XML: the end of a where nothing is open");
  EXPECT_EQ(Scan("<a></a"), "1: XML: an end tag without `>`");
  EXPECT_EQ(Scan("<a>< b/></a>"), "1: XML: `<` that begins no tag");
  EXPECT_EQ(Scan("<a /"), "1: XML: the tag of a does not end");
  EXPECT_EQ(Scan("<a/ >"), "1: XML: the tag of a does not end");
  EXPECT_EQ(Scan("<a>]]></a>"), "1: XML: `]]>` outside a CDATA section");
}

TEST(XmlScanTest, RejectsBadAttributes) {
  EXPECT_EQ(Scan("<a b='1'\nb='2'/>"), "2: XML: the attribute b stands twice");
  EXPECT_EQ(Scan("<a b/>"), "1: XML: no `=` after the attribute b");
  EXPECT_EQ(Scan("<a b=1/>"), "1: XML: no value in quotation marks for the attribute b");
  EXPECT_EQ(Scan("<a b='1/>"), "1: XML: no value in quotation marks for the attribute b");
  EXPECT_EQ(Scan("<a b='1'c='2'/>"), "1: XML: the tag of a does not end");
  EXPECT_EQ(Scan("<a b='<'/>"), "1: XML: `<` in the value of an attribute");
  EXPECT_EQ(Scan("<a 1='1'/>"), "1: XML: neither an attribute nor the end of the tag");
}

TEST(XmlScanTest, RejectsEntitiesAndTheirDeclarations) {
  EXPECT_EQ(Scan("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>"),
            "2: XML: a document type declaration (DOCTYPE), which may define entities, is refused");
  EXPECT_EQ(Scan("<!ENTITY b 'c'><a/>"), "1: XML: neither a comment nor a CDATA section");
  EXPECT_EQ(Scan("<a>\n&b;</a>"),
            "2: XML: the entity `&b;` is not a predefined one; others are refused");
  EXPECT_EQ(Scan("<a b='&c;'/>"),
            "1: XML: the entity `&c;` is not a predefined one; others are refused");
  EXPECT_EQ(Scan("<a>&amp</a>"), "1: XML: `&` without `;`");
  EXPECT_EQ(Scan("<a>&AMP;</a>"),
            "1: XML: the entity `&AMP;` is not a predefined one; others are refused");
}

TEST(XmlScanTest, AcceptsCharacterReferencesToCharactersAlone) {
  for (const char* good : {"&#9;", "&#x9;", "&#32;", "&#0000000065;", "&#xD7FF;", "&#xe000;",
                           "&#xFFFD;", "&#x10000;", "&#1114111;"}) {
    EXPECT_EQ(Scan(absl::StrCat("<a b='", good, "'>", good, "</a>")), "ok") << good;
  }
  for (const char* bad : {"&#0;", "&#x0;", "&#;", "&#x;", "&#X41;", "&#8;", "&#31;", "&#xD800;",
                          "&#xDFFF;", "&#xFFFE;", "&#xFFFF;", "&#x110000;", "&#4294967343;",
                          "&#18446744073709551664;", "&#-1;", "&#6 5;", "&#A;"}) {
    EXPECT_EQ(Scan(absl::StrCat("<a>", bad, "</a>")),
              absl::StrCat("1: XML: `", bad, "` is no character"))
        << bad;
    EXPECT_NE(Scan(absl::StrCat("<a b='", bad, "'/>")), "ok") << bad;
  }
}

TEST(XmlScanTest, RejectsCharactersThatNoDocumentMayHold) {
  EXPECT_EQ(Scan("<a>\n\x01</a>"), "2: XML: a character that no XML document may hold");
  EXPECT_EQ(Scan("<a b='\x1F'/>"), "1: XML: a character that no XML document may hold");
  EXPECT_EQ(Scan("<a>\xEF\xBF\xBE</a>"), "1: XML: a character that no XML document may hold");
  EXPECT_EQ(Scan("<a>\xEF\xBF\xBF</a>"), "1: XML: a character that no XML document may hold");
  EXPECT_EQ(Scan("<a>\xEF\xBF\xBD\x7F\t\r</a>"), "ok");
  EXPECT_EQ(Scan("<\xC3\xA4/>"), "ok");
}

TEST(XmlScanTest, RejectsBadCommentsAndInstructions) {
  EXPECT_EQ(Scan("<a><!-- </a>"), "1: XML: the file ends inside a comment");
  EXPECT_EQ(Scan("<a><!--\n-- --></a>"), "2: XML: `--` inside a comment");
  EXPECT_EQ(Scan("<a><!--- ---></a>"), "1: XML: `--` inside a comment");
  EXPECT_EQ(Scan("<a><? b ?></a>"), "1: XML: a processing instruction without name");
  EXPECT_EQ(Scan("<a><?b</a>"), "1: XML: not a processing instruction");
  EXPECT_EQ(Scan("<a><?b </a>"), "1: XML: the file ends inside a processing instruction");
  EXPECT_EQ(Scan("<a><![CDATA[ ]]</a>"), "1: XML: the file ends inside a CDATA section");
  EXPECT_EQ(Scan("<a><![cdata[]]></a>"), "1: XML: neither a comment nor a CDATA section");
}

TEST(XmlScanTest, RejectsBadDeclarations) {
  EXPECT_EQ(Scan("<?xml version='1.1'?><a/>"), "1: XML: version 1.1 is not supported");
  EXPECT_EQ(Scan("\n<?xml version='1.0'?><a/>"),
            "2: XML: an XML declaration that is not at the beginning of the file");
  EXPECT_EQ(Scan("<a><?XML b?></a>"),
            "1: XML: an XML declaration that is not at the beginning of the file");
  for (const char* bad :
       {"<?xml?>", "<?xml ?>", "<?xml encoding='utf-8'?>", "<?xml version='1.0' version='1.0'?>",
        "<?xml version='1.0' standalone='no' encoding='utf-8'?>", "<?xml version='1.0'",
        "<?xml version='1.0'encoding='utf-8'?>", "<?xml version?>", "<?xml version=1.0?>",
        "<?xml version='1.0' standalone='no' x='y'?>", "<?xml version='1.0' ? >"}) {
    EXPECT_EQ(Scan(absl::StrCat(bad, "<a/>")), "1: XML: not an XML declaration") << bad;
  }
  EXPECT_EQ(Scan("<?xml version='1.0' encoding='utf-8\"?><a>'?><a/>"),
            "1: XML: utf-8\"?><a> is no name of an encoding");
  EXPECT_EQ(Scan("<?xml version='1.0' encoding=''?><a/>"), "1: XML:  is no name of an encoding");
  EXPECT_EQ(Scan("<?xml version='1.0' standalone='maybe'?><a/>"),
            "1: XML: standalone is maybe, neither yes nor no");
  EXPECT_EQ(Scan("<?xml-stylesheet href='a'?><a/>"), "ok");
}

TEST(XmlScanTest, ResolvesPrefixesInTheirScope) {
  EXPECT_EQ(Scan("<p:a xmlns:p='u'><p:b/></p:a>"), "ok");
  EXPECT_EQ(Scan("<a><p:b p:c='1' xmlns:p='u'/></a>"), "ok");
  EXPECT_EQ(Scan("<a xml:lang='de' xmlns='u'><b xmlns=''/></a>"), "ok");
  EXPECT_EQ(Scan("<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>"), "ok");
  EXPECT_EQ(Scan("<p:a/>"), "1: XML: the prefix of p:a is not declared");
  EXPECT_EQ(Scan("<a p:b='1'/>"), "1: XML: the prefix of p:b is not declared");
  EXPECT_EQ(Scan("<a><b xmlns:p='u'/>\n<p:c/></a>"), "2: XML: the prefix of p:c is not declared");
  EXPECT_EQ(Scan("<a><b xmlns:p='u'></b>\n<p:c/></a>"),
            "2: XML: the prefix of p:c is not declared");
  EXPECT_EQ(Scan("<a xmlns:p=''/>"), "1: XML: the prefix p can't be declared like this");
  EXPECT_EQ(Scan("<a xmlns:xmlns='u'/>"), "1: XML: the prefix xmlns can't be declared like this");
  EXPECT_EQ(Scan("<a xmlns:xml='u'/>"), "1: XML: the prefix xml can't be declared like this");
  EXPECT_EQ(Scan("<xmlns:a/>"), "1: XML: an element with the prefix xmlns");
  for (const char* bad : {"p:", ":p", "p:q:r", "p:1", ":"}) {
    EXPECT_NE(Scan(absl::StrCat("<", bad, " xmlns:p='u' xmlns:q='v'/>")), "ok") << bad;
  }
}

TEST(XmlScanTest, RejectsDepthOverTheLimit) {
  const auto nested = [](size_t depth) {
    return absl::StrCat(Repeat("<a>\n", depth), Repeat("</a>", depth));
  };
  EXPECT_EQ(Scan(nested(kMaxXmlDepth)), "ok");
  EXPECT_EQ(Scan(nested(kMaxXmlDepth + 1)),
            "65: XML: the depth of elements is over the limit of 64");
  EXPECT_EQ(ScanXml(Repeat("<a>", 1 << 20)).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(XmlScanTest, RejectsTooManyAttributesInForce) {
  const auto wide = [](size_t outside, size_t inside) {
    std::string text = "<a";
    for (size_t i = 0; i < outside; ++i) absl::StrAppend(&text, " a", i, "=''");
    absl::StrAppend(&text, "><b/><b");
    for (size_t i = 0; i < inside; ++i) absl::StrAppend(&text, " a", i, "=''");
    return absl::StrCat(text, "/><b x=''/></a>");
  };
  EXPECT_EQ(Scan(wide(200, 56)), "ok");
  EXPECT_EQ(Scan(wide(200, 57)),
            "1: XML: the number of attributes of an element and those around it is over the limit "
            "of 256");
  // What is closed does not count.
  EXPECT_EQ(Scan(absl::StrCat("<a>", Repeat("<b x='' y=''></b>", 1000), "</a>")), "ok");
}

TEST(XmlScanTest, RejectsTooManyItems) {
  const std::string full = absl::StrCat("<a>", Repeat("<b/>", kMaxXmlItems - 1), "</a>");
  EXPECT_EQ(Scan(full), "ok");
  EXPECT_EQ(ScanXml(absl::StrCat("<a> ", absl::string_view(full).substr(3))).status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace ntlmatrix::policy
