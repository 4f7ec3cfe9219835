// SPDX-License-Identifier: Apache-2.0

// The readers of policy stores, each over what repeats in its format, and over what does not belong
// there.

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "parsers/bytes/utf16.h"
#include "parsers/linear_work.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/store_format.h"
#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::policy {
namespace {

using linear_work::Data;
using linear_work::ExpectLinear;

void Read(const StoreFormat& format, const Data& store) {
  Interpreter interpreter("store");
  format
      .read(
          {store}, [&](const RegistryValue& value) { interpreter.Add(value); },
          [](const PolicyFinding&) {})
      .IgnoreError();
  interpreter.Settings();
  interpreter.Findings();
}

// A store that repeats a piece; `#` in it is the number of the piece, `~` 100 letters.
struct Shape {
  const char* what;
  absl::string_view head;
  absl::string_view piece;
  absl::string_view tail = "";
};

std::string Numbered(absl::string_view piece, size_t number) {
  std::string text;
  for (const char c : piece) {
    if (c == '#') {
      absl::StrAppend(&text, number);
    } else if (c == '~') {
      text.append(100, 'a');
    } else {
      text.push_back(c);
    }
  }
  return text;
}

Data Make(const Shape& shape, size_t size) {
  std::string pieces;
  for (size_t i = 0;; ++i) {
    const std::string piece = Numbered(shape.piece, i);
    if (pieces.size() + piece.size() > size) break;
    pieces += piece;
  }
  const std::string text = absl::StrCat(shape.head, pieces, shape.tail);
  return Data(text.begin(), text.end());
}

void ExpectLinearShapes(const char* name, const std::vector<Shape>& shapes) {
  const StoreFormat* format = FindStoreFormat(name);
  ASSERT_NE(format, nullptr);
  for (const Shape& shape : shapes) {
    ExpectLinear(
        absl::StrCat(name, ": ", shape.what), [&](size_t size) { return Make(shape, size); },
        [&](const Data& store) { Read(*format, store); });
  }
}

#define LSA "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\"

TEST(PolicyLinearWorkTest, SecurityTemplate) {
  constexpr absl::string_view kHead =
      "[Unicode]\r\nUnicode=yes\r\n[Version]\r\nsignature=\"$CHICAGO$\"\r\n[Registry Values]\r\n";
  ExpectLinearShapes("security-template",
                     {
                         {"values", kHead, "MACHINE\\Software\\A#\\B=4,1\r\n"},
                         {"one setting", kHead, LSA "LmCompatibilityLevel=4,#\r\n"},
                         {"misnamed settings", kHead, LSA "LmCompatibilityLevels=4,5\r\n"},
                         {"sections", kHead, "[A#]\r\n"},
                         {"lines that are no entries", kHead, "a\r\n"},
                         {"blank lines", kHead, "\r\n"},
                         {"carriage returns", kHead, "\r", "\n"},
                         {"equals signs", kHead, "=", "\r\n"},
                         {"blanks and equals signs", kHead, "= 4 ", "\r\n"},
                         {"splits", kHead, "a=4,1", "\r\n"},
                         {"a long name", kHead, "a\\", "=4,1\r\n"},
                         {"a long number", absl::StripTrailingAsciiWhitespace(kHead), "\r\n",
                          "\r\n" LSA "LmCompatibilityLevel=4,5"},
                     });
}

TEST(PolicyLinearWorkTest, RegFile) {
  constexpr absl::string_view kHead =
      "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\A]\r\n";
  ExpectLinearShapes(
      "reg",
      {
          {"values", kHead, "\"A#\"=dword:00000001\r\n"},
          {"keys", kHead, "[HKEY_LOCAL_MACHINE\\A#]\r\n"},
          {"deletions", kHead, "[-HKEY_LOCAL_MACHINE\\SYSTEM]\r\n"},
          {"continued bytes", kHead, "\"A#\"=hex:00,\\\r\n  00\r\n"},
          {"one value of bytes",
           absl::string_view("REGEDIT4\r\n[HKEY_LOCAL_MACHINE\\A]\r\n\"A\"=hex:00"), ",\\\r\n  00",
           "\r\n"},
          {"comments between bytes", "REGEDIT4\r\n[HKEY_LOCAL_MACHINE\\A]\r\n\"A\"=hex:00,\\\r\n",
           ";\r\n", "  00\r\n"},
          {"bytes of a line", kHead, "00,", "\r\n"},
          {"escapes", "REGEDIT4\r\n[HKEY_LOCAL_MACHINE\\A]\r\n\"A\"=\"", "\\\\\\\"", "\"\r\n"},
          {"quotes", kHead, "\"", "\r\n"},
          {"brackets", "REGEDIT4\r\n[HKEY_LOCAL_MACHINE\\", "]", "\r\n"},
          {"strings without end", kHead, "\"A\"=\"b\r\n"},
          {"comments", kHead, ";[HKEY\r\n"},
          {"lines that are nothing", kHead, "a\\\r\n"},
      });
}

TEST(PolicyLinearWorkTest, LgpoText) {
  ExpectLinearShapes(
      "lgpo-text",
      {
          {"entries", "", "Computer\r\nSoftware\\A#\r\nB\r\nDWORD:1\r\n\r\n"},
          {"entries of one setting", "",
           "Computer\r\nSystem\\CurrentControlSet\\Control\\Lsa\r\nLmCompatibilityLevel\r\n"
           "DWORD:#\r\n\r\n"},
          {"keys to delete", "Computer\r\nSystem\r\n", "A;", "\r\nDELETEKEYS\r\n\r\n"},
          {"strings", "Computer\r\nSystem\r\nA\r\nMULTISZ:", "a\\0", "\r\n\r\n"},
          {"comments", "; comment\r\n", ";\r\n", "Computer\r\nA\r\nB\r\nDELETE\r\n\r\n"},
          {"blank lines", "Computer\r\nA\r\nB\r\nDELETE\r\n\r\n", "\r\n"},
          {"clearing", "", "Computer\r\nSystem\r\n*\r\nCLEAR\r\n\r\n"},
      });
}

Data PolEntry(const std::string& key, const std::string& name, uint32_t type, const Data& data) {
  Data entry = {'[', 0};
  const auto text = [&](const std::string& one) {
    for (const char c : one) {
      entry.push_back(static_cast<uint8_t>(c));
      entry.push_back(0);
    }
    entry.push_back(0);
    entry.push_back(0);
    entry.push_back(';');
    entry.push_back(0);
  };
  const auto number = [&](size_t one) {
    for (int i = 0; i < 4; ++i) entry.push_back(static_cast<uint8_t>(one >> (8 * i)));
  };
  text(key);
  text(name);
  number(type);
  entry.insert(entry.end(), {';', 0});
  number(data.size());
  entry.insert(entry.end(), {';', 0});
  entry.insert(entry.end(), data.begin(), data.end());
  entry.insert(entry.end(), {']', 0});
  return entry;
}

TEST(PolicyLinearWorkTest, RegistryPol) {
  const StoreFormat& format = *FindStoreFormat("registry-pol");
  const Data header = {'P', 'R', 'e', 'g', 1, 0, 0, 0};
  const std::string lsa = "System\\CurrentControlSet\\Control\\Lsa";
  const Data five = {5, 0, 0, 0};
  const auto read = [&](const Data& store) { Read(format, store); };
  for (const Data& entry :
       {PolEntry("A", "B", 4, five), PolEntry(lsa, "**delvals.", 1, {}),
        PolEntry(lsa, "**what.", 4, five), PolEntry(lsa, "LmCompatibilityLevel", 4, five)}) {
    ExpectLinear(
        "registry-pol: entries",
        [&](size_t size) {
          Data store = header;
          while (store.size() + entry.size() <= size) {
            store.insert(store.end(), entry.begin(), entry.end());
          }
          return store;
        },
        read);
  }
  for (const char* name : {"**DeleteKeys", "**DeleteValues", "A"}) {
    ExpectLinear(
        absl::StrCat("registry-pol: data of ", name),
        [&](size_t size) {
          std::string list;
          while (list.size() < size / 2) list += "A;";
          Data data = Utf8ToUtf16(list, Endian::kLittle).value();
          data.insert(data.end(), {0, 0});
          const Data entry = PolEntry("System", name, 1, data);
          Data store = header;
          store.insert(store.end(), entry.begin(), entry.end());
          return store;
        },
        read);
  }
}

// What any XML store may hold, in an element `inside`.
std::vector<Shape> XmlShapes(absl::string_view head, absl::string_view tail) {
  return {
      {"elements", head, "<A/>", tail},
      {"texts", head, "<A>b</A>", tail},
      {"comments", head, "<!-- - -->", tail},
      {"CDATA", head, "<![CDATA[]]]>", tail},
      {"references", head, "&amp;&#65;", tail},
      {"namespaces", head, "<a:A xmlns:a=\"u#\"/>", tail},
      {"long attributes", head, "<A b=\"~\"/>", tail},
      {"blanks", head, "\n ", tail},
      {"processing instructions", head, "<?a b?>", tail},
      {"open elements", head, "<A>", ""},
      {"unknown elements that name a setting", head, "<A>LmCompatibilityLevel</A>", tail},
  };
}

TEST(PolicyLinearWorkTest, GpoReport) {
  constexpr absl::string_view kHead =
      "<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\" "
      "xmlns:s=\"http://www.microsoft.com/GroupPolicy/Settings/Security\" "
      "xmlns:p=\"http://www.microsoft.com/GroupPolicy/Settings/Windows/Registry\">"
      "<Computer><Enabled>true</Enabled><ExtensionData><Extension>";
  constexpr absl::string_view kTail =
      "</Extension><Name>Security</Name></ExtensionData></Computer></GPO>";
  ExpectLinearShapes("gpo-report", XmlShapes(kHead, kTail));
  ExpectLinearShapes(
      "gpo-report",
      {
          {"options", kHead,
           "<s:SecurityOptions><s:KeyName>" LSA
           "LmCompatibilityLevel</s:KeyName><s:SettingNumber>5</s:SettingNumber></"
           "s:SecurityOptions>",
           kTail},
          {"fields",
           "<GPO xmlns=\"http://www.microsoft.com/GroupPolicy/Settings\" "
           "xmlns:s=\"http://www.microsoft.com/GroupPolicy/Settings/Security\"><Computer>"
           "<ExtensionData><Extension><s:SecurityOptions><s:KeyName>" LSA
           "MSV1_0\\NTLMMinClientSec</s:KeyName><s:SettingNumber>0</s:SettingNumber>"
           "<s:Display><s:DisplayFields>",
           "<s:Field><s:Name>A</s:Name><s:Value>true</s:Value></s:Field>",
           "</s:DisplayFields></s:Display></s:SecurityOptions></Extension></ExtensionData>"
           "</Computer></GPO>"},
          {"GPOs", "<report>", "<GPO><Computer/></GPO>", "</report>"},
          {"preferences", kHead,
           "<p:RegistrySettings><p:Registry><p:Properties action=\"U\" name=\"A#\"/></p:Registry>"
           "</p:RegistrySettings>",
           kTail},
      });
}

TEST(PolicyLinearWorkTest, OtherXml) {
  ExpectLinearShapes("gpp-registry", XmlShapes("<RegistrySettings>", "</RegistrySettings>"));
  ExpectLinearShapes("gpp-registry",
                     {{"items", "<RegistrySettings>",
                       "<Registry><Properties action=\"U\" hive=\"HKEY_LOCAL_MACHINE\" key=\"A\" "
                       "name=\"B#\" type=\"REG_DWORD\" value=\"00000001\"/></Registry>",
                       "</RegistrySettings>"}});
  ExpectLinearShapes("policy-rules", XmlShapes("<PolicyRules>", "</PolicyRules>"));
  ExpectLinearShapes(
      "policy-rules",
      {{"values", "<PolicyRules>",
        "<ComputerConfig><Key>A</Key><Value>B#</Value><RegType>REG_DWORD</RegType><RegData>1"
        "</RegData></ComputerConfig>",
        "</PolicyRules>"},
       {"lines", "<PolicyRules>",
        "<SecurityTemplate Section=\"Registry Values\"><LineItem>" LSA
        "LmCompatibilityLevel=4,5</LineItem></SecurityTemplate>",
        "</PolicyRules>"}});
  constexpr absl::string_view kSyncml = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody>";
  ExpectLinearShapes("intune-syncml", XmlShapes(kSyncml, "</SyncBody></SyncML>"));
  ExpectLinearShapes(
      "intune-syncml",
      {{"commands", kSyncml,
        "<Replace><Item><Target><LocURI>./A#</LocURI></Target><Data>1</Data></Item></Replace>",
        "</SyncBody></SyncML>"},
       {"items of a command", "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Replace>",
        "<Item><Target><LocURI>./Device/Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions/"
        "NetworkSecurity_LANManagerAuthenticationLevel</LocURI></Target><Data>5</Data></Item>",
        "</Replace></SyncBody></SyncML>"}});
}

TEST(PolicyLinearWorkTest, DscMof) {
  constexpr absl::string_view kConfiguration =
      "instance of MSFT_RegistryResource as $A#\n{\n"
      "Key = \"HKLM:\\\\A\";\nValueName = \"B\";\n};\n";
  ExpectLinearShapes(
      "dsc-mof",
      {
          {"instances", "", kConfiguration,
           "instance of OMI_ConfigurationDocument\n{\nVersion=\"2.0.0\";\n};\n"},
          {"properties", "instance of A\n{\n", "B# = 1;\n", "};\n"},
          {"elements of an array", "instance of A\n{\nB = {1", ", 1", "};\n};\n"},
          {"joined strings", "instance of A\n{\nB = \"\"", " \"b\"", ";\n};\n"},
          {"escapes", "instance of A\n{\nB = \"", "\\x41\\\\", "\";\n};\n"},
          {"embedded instances", "", "instance of A\n{\nB = instance of C { D = 1; };\n};\n"},
          {"nested instances", "instance of A\n{\nB = ", "instance of A { B = ", "1;};"},
          {"nested braces", "instance of A\n{\nB = ", "{", "};"},
          {"comments", "/*", "/* \n", "*/ instance of A\n{\nB = 1;\n};\n"},
          {"a long word", "instance of A", "a", "\n{\n};\n"},
      });
}

TEST(PolicyLinearWorkTest, IntuneGraph) {
  constexpr absl::string_view kHead = "{\"omaSettings\": [";
  ExpectLinearShapes(
      "intune-graph",
      {
          {"settings", kHead, "{\"omaUri\": \"./A#\", \"value\": 1}, ", "{}]}"},
          {"levels", "[", "{\"lanManagerAuthenticationLevel\": \"lmAndNtlm\"}, ", "{}]"},
          {"members", "{\"omaUri\": \"\"", ", \"A#\": 1", "}"},
          {"the same member", "{\"omaUri\": \"\"", ", \"A\": 1", "}"},
          {"elements", kHead, "1, ", "1]}"},
          {"nested lists", kHead, "[", ""},
          {"nested objects", "{\"omaUri\": ", "{\"a\": ", ""},
          {"a long string", "{\"omaUri\": \"", "\\u0041\\\\", "\"}"},
          {"a long number", "{\"omaUri\": 1", "1", "}"},
          {"blanks", "{\"omaUri\": ", " \n", "1}"},
          {"catalog settings", "{\"settings\": [",
           "{\"settingInstance\": {\"settingDefinitionId\": \"a#\", \"choiceSettingValue\": "
           "{\"children\": [], \"value\": \"a_1\"}}}, ",
           "{}]}"},
      });
}

TEST(PolicyLinearWorkTest, SmbConf) {
  ExpectLinearShapes("smb-conf",
                     {
                         {"options", "[global]\n", "a# = b\n"},
                         {"one option", "[global]\n", "ntlm auth = yes\nntlm auth = no\n"},
                         {"includes", "[global]\n", "include = a#\n"},
                         {"sections", "[global]\n", "[a#]\n"},
                         {"continued lines", "[global]\na = ", "b\\\n", "\n"},
                         {"continued blanks", "[global]\na = ", " \\\n", "\n"},
                         {"empty continued lines", "[global]\n", "\\\n", "\n"},
                         {"a long name", "[global]\n", "n t ", "= b\n"},
                         {"comments", "[global]\n", "# a\\\n"},
                         {"lines without equals sign", "[global]\n", "a\n"},
                     });
}

// Hives that grow where the look-ups go.
TEST(PolicyLinearWorkTest, SystemHive) {
  const StoreFormat& format = *FindStoreFormat("system-hive");
  const auto read = [&](const Data& store) { Read(format, store); };
  for (const char* list : {"li", "lf", "lh"}) {
    const auto hive = [&](size_t size, void (*grow)(testing::HiveWriter*, size_t)) {
      testing::HiveForm form;
      form.list = list;
      testing::HiveWriter writer(form);
      testing::AddSystemKeys(&writer);
      for (size_t i = 0; i < size / 128; ++i) grow(&writer, i);
      return writer.Write().bytes;
    };
    const auto expect = [&](const char* what, void (*grow)(testing::HiveWriter*, size_t)) {
      ExpectLinear(
          absl::StrCat("system-hive: ", what, " ", list),
          [&](size_t size) { return hive(size, grow); }, read);
    };
    expect("keys", [](testing::HiveWriter* writer, size_t i) {
      writer->AddPath(absl::StrCat("ControlSet001\\Control\\Lsa\\", i));
    });
    expect("values", [](testing::HiveWriter* writer, size_t i) {
      writer->AddDword(writer->AddPath("ControlSet001\\Control\\Lsa"), absl::StrCat("A", i), 1);
    });
    expect("control sets", [](testing::HiveWriter* writer, size_t i) {
      writer->AddPath(absl::StrCat("ControlSet", absl::Dec(i + 2, absl::kZeroPad3)));
    });
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
