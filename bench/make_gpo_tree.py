#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_gpo_tree.py FOLDER COUNT [--backups]: writes COUNT GPOs, always the same ones.

As the Policies folder of SYSVOL, or with --backups as backups with their manifest.xml. Every GPO has
a Registry.pol and a GptTmpl.inf; one in ten sets NtlmMinClientSec, one in 1000 in both files alike.
"""
import argparse
import pathlib
import struct
import uuid

LSA = "System\\CurrentControlSet\\Control\\Lsa"
NAMESPACE = "http://www.microsoft.com/GroupPolicy/GPOOperations"


def guid(kind, number):
    return "{%s}" % str(uuid.uuid5(uuid.NAMESPACE_OID, "%s %d" % (kind, number))).upper()


def registry_pol(entries):
    def text(value):
        return value.encode("utf-16-le")
    body = b"PReg" + struct.pack("<I", 1)
    for key, name, value in entries:
        body += (text("[" + key + "\0;" + name + "\0;") + struct.pack("<I", 4) + text(";") +
                 struct.pack("<I", 4) + text(";") + struct.pack("<I", value) + text("]"))
    return body


def template(lines):
    head = ["[Unicode]", "Unicode=yes", "[Version]", 'signature="$CHICAGO$"', "Revision=1",
            "[System Access]", "MinimumPasswordAge = 1", "PasswordComplexity = 1",
            "[Registry Values]"]
    return b"\xff\xfe" + "".join(line + "\r\n" for line in head + lines).encode("utf-16-le")


def stores(number):
    """Registry.pol and GptTmpl.inf of a GPO."""
    pol = [("Software\\Policies\\Microsoft\\Windows\\Setting%d" % i, "Value%d" % i, number + i)
           for i in range(10)]
    lines = ["MACHINE\\%s\\Setting%d=4,%d" % (LSA, i, i) for i in range(10)]
    if number % 10 == 0:
        lines.append("MACHINE\\%s\\MSV1_0\\NTLMMinClientSec=4,537395200" % LSA)
    if number % 1000 == 0:
        pol.append((LSA + "\\MSV1_0", "NTLMMinClientSec", 0x20080000))
    return registry_pol(pol), template(lines)


def write_stores(machine, number):
    pol, inf = stores(number)
    secedit = machine / "Microsoft" / "Windows NT" / "SecEdit"
    secedit.mkdir(parents=True)
    (machine / "Registry.pol").write_bytes(pol)
    (secedit / "GptTmpl.inf").write_bytes(inf)


def write_policy(folder, number):
    gpo = folder / guid("gpo", number)
    write_stores(gpo / "Machine", number)
    (gpo / "User").mkdir()
    (gpo / "GPT.INI").write_bytes(b"[General]\r\nVersion=%d\r\n" % (number % 100 + 1))


def backup_instance(number):
    fields = [("GPOGuid", guid("gpo", number)), ("GPODomain", "example.org"),
              ("BackupTime", "2026-01-01T00:00:00"), ("ID", guid("backup", number)),
              ("Comment", ""), ("GPODisplayName", "Policy %d" % number)]
    return "".join("<%s><![CDATA[%s]]></%s>" % (name, value, name) for name, value in fields)


def write_backup(folder, number):
    backup = folder / guid("backup", number)
    write_stores(backup / "DomainSysvol" / "GPO" / "Machine", number)
    (backup / "bkupInfo.xml").write_text(
        '<BackupInst xmlns="%s/Manifest">%s</BackupInst>\n' % (NAMESPACE, backup_instance(number)))
    files = "".join('<FSObjectFile bkp:Location="DomainSysvol\\GPO\\Machine\\%s"/>' % name for name in
                    ("Registry.pol", "Microsoft\\Windows NT\\SecEdit\\GptTmpl.inf"))
    (backup / "Backup.xml").write_text(
        '<GroupPolicyBackupScheme xmlns="%s" xmlns:bkp="%s"><GroupPolicyObject>'
        "<GroupPolicyCoreSettings><ID>%s</ID><DisplayName>Policy %d</DisplayName>"
        "<Options>1</Options></GroupPolicyCoreSettings><GroupPolicyExtension>%s"
        "</GroupPolicyExtension></GroupPolicyObject></GroupPolicyBackupScheme>\n" %
        (NAMESPACE, NAMESPACE, guid("gpo", number), number, files))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--backups", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    for number in range(options.count):
        (write_backup if options.backups else write_policy)(options.folder, number)
    if options.backups:
        (options.folder / "manifest.xml").write_text('<Backups xmlns="%s/Manifest">%s</Backups>\n' % (
            NAMESPACE, "".join("<BackupInst>%s</BackupInst>" % backup_instance(number)
                               for number in range(options.count))))


if __name__ == "__main__":
    main()
