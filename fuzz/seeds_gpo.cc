// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"

namespace ntlmatrix::fuzz {
namespace {

constexpr char kNamespace[] = "http://www.microsoft.com/GroupPolicy/GPOOperations";

Data Text(const std::string& text) { return {text.begin(), text.end()}; }

Data Utf16(const std::string& ascii) {
  Data data = {0xFF, 0xFE};
  for (const char c : ascii) data.insert(data.end(), {static_cast<uint8_t>(c), 0});
  return data;
}

std::string Instance(const std::string& id) {
  return "<GPOGuid><![CDATA[{00000001-0000-0000-0000-000000000000}]]></GPOGuid><ID><![CDATA[" + id +
         "]]></ID><GPODisplayName><![CDATA[A <policy>]]></GPODisplayName>";
}

std::string Info(const std::string& content) {
  return std::string("<BackupInst xmlns=\"") + kNamespace + "/Manifest\">" + content +
         "</BackupInst>";
}

std::string Manifest(const std::string& content) {
  return std::string("<Backups xmlns=\"") + kNamespace + "/Manifest\">" + content + "</Backups>";
}

std::string Contents(const std::string& options, const std::string& files) {
  return std::string("<GroupPolicyBackupScheme xmlns=\"") + kNamespace + "\" xmlns:b=\"" +
         kNamespace +
         "\"><GroupPolicyCoreSettings><ID>{1}</ID><DisplayName>A</DisplayName><Options>" + options +
         "</Options></GroupPolicyCoreSettings>" + files + "</GroupPolicyBackupScheme>";
}

std::string File(const std::string& location) {
  return "<FSObjectFile b:Location=\"" + location + "\"/>";
}

}  // namespace

std::vector<Seed> GpoBackupSeeds() {
  const std::string info = Info(Instance("{2}"));
  const std::string pol = File("DomainSysvol\\GPO\\Machine\\registry.pol");
  return {
      {"gpt_ini", "[MS-GPOL] 4.10", "as Windows writes it",
       Text("[General]\r\nVersion=9437184\r\ndisplayName=New Group Policy Object\r\n")},
      {"gpt_ini_samba", kByHand, "blanks around the equals sign, lines that end in LF",
       Text("[General]\nVersion = 65537\ndisplayName = A\n\n")},
      {"gpt_ini_utf16", kByHand, "UTF-16 with byte order mark",
       Utf16("[General]\r\nVersion=1\r\n")},
      {"gpt_ini_without_end", kByHand, "digits of the version may be cut off",
       Text("[General]\r\nVersion=94")},
      {"gpt_ini_local", kByHand, "a local GPO: extensions, and its computer settings disabled",
       Text("[General]\r\ngPCMachineExtensionNames=[{827D319E-6EAC-11D2-A4EA-00C04F79F83A}"
            "{803E14A0-B4FB-11D0-A0D0-00A0C90F574B}]\r\nOptions=2\r\nVersion=1\r\n")},
      {"gpt_ini_version_twice", kByHand, "two versions that differ",
       Text("[General]\nVersion=1\nVersion=2\n")},
      {"gpt_ini_version_wraps", kByHand, "2^32", Text("[General]\nVersion=4294967296\n")},
      {"bkupinfo", kByHand, "as the Group Policy Management Console writes it", Text(info)},
      {"bkupinfo_utf16", kByHand, "in UTF-16", Utf16(info)},
      {"bkupinfo_without_id", kByHand, "a backup without name", Text(Info("<GPOGuid/>"))},
      {"bkupinfo_id_twice", kByHand, "two names", Text(Info(Instance("{2}") + "<ID>{3}</ID>"))},
      {"bkupinfo_entity", kByHand, "external entity",
       Text("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + Info("<ID>&e;</ID>"))},
      {"manifest", kByHand, "two backups",
       Text(Manifest("<BackupInst>" + Instance("{2}") + "</BackupInst><BackupInst>" +
                     Instance("{3}") + "</BackupInst>"))},
      {"manifest_empty", kByHand, "no backup", Text(Manifest(""))},
      {"manifest_cut", kByHand, "ends between two backups",
       Text(Manifest("<BackupInst>" + Instance("{2}") + "</BackupInst>").substr(0, 300))},
      {"backup", kByHand, "a file, and a pattern without location",
       Text(Contents("1", pol + "<FSObjectFile b:Path=\"%GPO_FSPATH%\\Adm\\*.*\"/>"))},
      {"backup_disabled", "[MS-GPOL] 3.2.5.1.6", "computer settings disabled",
       Text(Contents("3", pol))},
      {"backup_empty_gpo", "[MS-GPOL] 3.2.5.1.6", "version 0, and no extension is named",
       Text(std::string("<GroupPolicyBackupScheme xmlns=\"") + kNamespace +
            "\"><GroupPolicyCoreSettings><ID>{1}</ID><DisplayName>A</DisplayName><Options>0</"
            "Options>"
            "<MachineVersionNumber>0</MachineVersionNumber><MachineExtensionGuids/>"
            "</GroupPolicyCoreSettings></GroupPolicyBackupScheme>")},
      {"backup_location_leads_out", kByHand, "parent folders",
       Text(Contents("0", File("DomainSysvol\\..\\..\\x") + File("\\\\server\\share\\x")))},
      {"backup_without_core", kByHand, "no GroupPolicyCoreSettings",
       Text(std::string("<GroupPolicyBackupScheme xmlns=\"") + kNamespace + "\"/>")},
      {"other_xml", kByHand, "the manifest of another program", Text("<manifest/>")},
      {"empty", kByHand, "no bytes at all", {}},
  };
}

}  // namespace ntlmatrix::fuzz
