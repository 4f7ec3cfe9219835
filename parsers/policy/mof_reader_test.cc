// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/mof_reader.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

struct Result {
  absl::Status status;
  std::vector<std::string> instances;  // "line class{line name=kind text;...}"
};

Result Read(absl::string_view text) {
  Result result;
  result.status = ReadMofInstances(text, [&](const MofInstance& instance) {
    std::string& out =
        result.instances.emplace_back(absl::StrCat(instance.line, " ", instance.class_name, "{"));
    for (const MofProperty& property : instance.properties) {
      const absl::string_view kinds = "-bns$i";
      const MofValue& value = property.value;
      absl::StrAppend(&out, property.line, " ", property.name, "=",
                      value.is_array ? absl::StrCat("[", value.item_count, "]") : "",
                      kinds.substr(static_cast<size_t>(value.kind), 1), value.text, ";");
    }
    out += "}";
  });
  return result;
}

using Strings = std::vector<std::string>;

// The text of one value.
std::string Value(absl::string_view value) {
  const Result result = Read(absl::StrCat("instance of A { B = ", value, "; };"));
  if (!result.status.ok()) return std::string(result.status.message());
  const std::string& text = result.instances.back();
  return text.substr(7, text.size() - 9);
}

TEST(MofReaderTest, ReadsInstances) {
  const Result result = Read(
      "/* a\n comment */\n"
      "instance of A as $A1ref\n"
      "{\n"
      "  Name = \"x\"; // another\n"
      "  Force = True;\n"
      "};\r\r\n"
      "INSTANCE OF B{};\n");
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(result.instances, Strings({"3 A{5 Name=sx;6 Force=bTrue;}", "8 B{}"}));
}

TEST(MofReaderTest, ReadsEveryKindOfValue) {
  EXPECT_EQ(Value("NULL"), "=-");
  EXPECT_EQ(Value("false"), "=bfalse");
  EXPECT_EQ(Value("-12"), "=n-12");
  EXPECT_EQ(Value("1.5e3"), "=n1.5e3");
  EXPECT_EQ(Value("$Credential1"), "=$$Credential1");
  EXPECT_EQ(Value("{}"), "=[0]-");
  EXPECT_EQ(Value("{\"a\", \"b\"}"), "=[2]sa,b");
  EXPECT_EQ(Value("{{\"a\"}, $b}"), "=[2]$a,$b");
  EXPECT_EQ(Value("x"), "`x` where a value must stand");
  EXPECT_EQ(Value(""), "`;` where a value must stand");
}

TEST(MofReaderTest, JoinsStringsNextToEachOther) {
  EXPECT_EQ(Value("\"HKLM:\" /* here */ \"\\\\System\"\n\"\""), "=sHKLM:\\System");
}

TEST(MofReaderTest, ReadsEscapes) {
  EXPECT_EQ(Value(R"("\"\\\'\b\t\n\f\r")"), "=s\"\\'\b\t\n\f\r");
  EXPECT_EQ(Value(R"("\x41\X0042\xe9\x20AC.")"), "=sAB\xC3\xA9\xE2\x82\xAC.");
  EXPECT_EQ(Value(R"("a\q")"), "MOF has no escape `\\q`");
  EXPECT_EQ(Value(R"("\x")"), "MOF has no escape `\\x`");
  EXPECT_EQ(Value(R"("\x0000")"), "MOF has no escape `\\x0000`");
  EXPECT_EQ(Value(R"("\xD800")"), "MOF has no escape `\\xD800`");
  EXPECT_EQ(Read("instance of A { B = \"\\").status.message(), "MOF has no escape `\\`");
}

TEST(MofReaderTest, DeliversInstancesInsideFirst) {
  const Result result =
      Read("instance of A { B = instance of C { D = 1; }; E = { instance of F {} }; };");
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(result.instances, Strings({"1 C{1 D=n1;}", "1 F{}", "1 A{1 B=i;1 E=[1]i;}"}));
}

TEST(MofReaderTest, SkipsQualifiers) {
  const Result result = Read("[Description(\"]\")] instance of A { [Key] B = 1; };");
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(result.instances, Strings({"1 A{1 B=n1;}"}));
}

TEST(MofReaderTest, FindsPropertiesWithoutCase) {
  bool seen = false;
  EXPECT_TRUE(ReadMofInstances("instance of A { B = NULL; b = 1; B = 2; c = {NULL}; };",
                               [&](const MofInstance& instance) {
                                 seen = true;
                                 ASSERT_NE(instance.Find("B"), nullptr);
                                 EXPECT_EQ(instance.Find("B")->value.text, "1");
                                 EXPECT_NE(instance.Find("C"), nullptr);
                                 EXPECT_EQ(instance.Find("d"), nullptr);
                               })
                  .ok());
  EXPECT_TRUE(seen);
}

TEST(MofReaderTest, RejectsWhatIsNoMof) {
  for (const char* text : {"x",
                           "instance",
                           "instance A {};",
                           "instance of {};",
                           "instance of 1A {};",
                           "instance of A as B {};",
                           "instance of A as $ {};",
                           "instance of A {}",
                           "instance of A };",
                           "instance of A { B };",
                           "instance of A { B = 1 };",
                           "instance of A { 1 = 1; };",
                           "instance of A { B = {1 2}; };",
                           "instance of A { B = {1,}; };",
                           "instance of A { B = 1; }",
                           "[Key",
                           "[Key]",
                           "/* x",
                           "instance of A { B = \"x; };",
                           "?",
                           "instance of A {}; ~",
                           "/",
                           "instance of A { B = 1; } /* x"}) {
    const Result result = Read(text);
    EXPECT_EQ(result.status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(PlaceOf(result.status), Place::Line(1)) << text;
  }
}

TEST(MofReaderTest, NamesWhatItDoesNotKnow) {
  for (const char* text : {"class A { };", "[ClassVersion(\"1\")] class A {};",
                           "#pragma namespace(\"x\")", "qualifier A : boolean;"}) {
    EXPECT_EQ(Read(text).status.code(), absl::StatusCode::kUnimplemented) << text;
  }
}

TEST(MofReaderTest, SaysWhereTheErrorIs) {
  const absl::Status status = Read("instance of A\n{\n B = \"a\nb\" 1;\n};").status;
  EXPECT_EQ(status.message(), "`1` where `;` must stand");
  EXPECT_EQ(PlaceOf(status), Place::Line(4));
  EXPECT_EQ(PlaceOf(Read("\n/* \n").status), Place::Line(2));
  EXPECT_EQ(PlaceOf(Read("\ninstance of A { B = \"\n\n").status), Place::Line(2));
}

TEST(MofReaderTest, LimitsDepth) {
  const auto arrays = [](size_t depth) {
    return absl::StrCat("instance of A { B = ", std::string(depth, '{'), "1",
                        std::string(depth, '}'), "; };");
  };
  EXPECT_TRUE(Read(arrays(kMaxMofDepth)).status.ok());
  EXPECT_EQ(Read(arrays(kMaxMofDepth + 1)).status.code(), absl::StatusCode::kResourceExhausted);
  std::string instances;
  for (size_t i = 0; i <= kMaxMofDepth; ++i) instances += "instance of A { B = ";
  EXPECT_EQ(Read(instances).status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(MofReaderTest, LimitsProperties) {
  std::string text = "instance of A {";
  for (size_t i = 0; i < kMaxMofProperties; ++i) text += "B=1;";
  EXPECT_TRUE(Read(absl::StrCat(text, "};")).status.ok());
  EXPECT_EQ(Read(absl::StrCat(text, "B=1;};")).status.code(), absl::StatusCode::kResourceExhausted);
}

// Everything that a text of twice the size makes is at most twice as large.
TEST(MofReaderTest, KeepsNoMoreThanTheText) {
  for (size_t size = 1 << 10; size <= 1 << 16; size *= 2) {
    for (const std::string& item : {std::string(size, 'x'), std::string(R"(\x20AC)")}) {
      std::string text = "instance of A { B = {";
      for (size_t i = 0; i < size / item.size(); ++i)
        absl::StrAppend(&text, i ? "," : "", "\"", item, "\"");
      size_t kept = 0;
      EXPECT_TRUE(ReadMofInstances(absl::StrCat(text, "}; };"), [&](const MofInstance& instance) {
                    kept = instance.properties[0].value.text.size();
                  }).ok());
      EXPECT_LE(kept, text.size());
    }
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
