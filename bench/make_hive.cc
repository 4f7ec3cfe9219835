// SPDX-License-Identifier: Apache-2.0

// make_hive FILE: writes a SYSTEM hive of 12 MB, always the same one. Its keys have the shape of
// those of a computer: hundreds of services, a key for each device and each of its properties,
// classes with their instances, and many small values.

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/hive_shape.h"
#include "bench/require.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::bench {
namespace {

using policy::kRegBinary;
using policy::kRegExpandSz;
using policy::kRegMultiSz;
using policy::kRegSz;
using policy::testing::HiveWriter;
using policy::testing::SzData;
using policy::testing::WrittenHive;
using Key = HiveWriter::Key;

constexpr size_t kServices = 800;
constexpr size_t kDevices = 420;
constexpr size_t kPropertySets = 8;
constexpr size_t kProperties = 2;  // of a set
constexpr size_t kClasses = 110;
constexpr size_t kInstances = 18;  // of a class
constexpr size_t kInterfaces = 3600;
constexpr size_t kFirewallRules = 1200;
constexpr size_t kControls = 90;

std::string Numbered(const char* format, size_t number) {
  char text[96];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

std::string Guid(size_t number) {
  return Numbered("{4d36e9%02zx-e325-11ce-bfc1-08002be10318}", number);
}

class SystemHive {
 public:
  std::vector<uint8_t> Write();

 private:
  Key Add(Key parent, const std::string& name) {
    ++keys_;
    return writer_.AddKey(parent, name);
  }
  void Dword(Key key, const std::string& name, uint32_t number) {
    ++values_;
    writer_.AddDword(key, name, number);
  }
  void Text(Key key, const std::string& name, const std::string& text, uint32_t type = kRegSz) {
    ++values_;
    writer_.AddValue(key, name, type, SzData(text));
  }
  void Binary(Key key, const std::string& name, size_t size) {
    ++values_;
    writer_.AddValue(key, name, kRegBinary, std::vector<uint8_t>(size, 0xA5));
  }

  void AddSettings(Key control);
  void AddControls(Key control);
  void AddClasses(Key control);
  void AddInterfaces(Key control);
  void AddDevices(Key control_set);
  void AddServices(Key control_set);

  HiveWriter writer_;
  size_t keys_ = 1;  // the root
  size_t values_ = 0;
};

std::vector<uint8_t> SystemHive::Write() {
  const Key control_set = Add(HiveWriter::kRoot, "ControlSet001");
  const Key control = Add(control_set, "Control");
  AddControls(control);
  AddClasses(control);
  AddInterfaces(control);
  AddSettings(control);
  AddDevices(control_set);
  AddServices(control_set);
  const Key select = Add(HiveWriter::kRoot, "Select");
  for (const char* name : {"Current", "Default", "LastKnownGood"}) Dword(select, name, 1);
  Dword(select, "Failed", 0);
  std::vector<uint8_t> bytes = writer_.Write().bytes;
  std::printf("%zu keys, %zu values, %zu bytes\n", keys_, values_, bytes.size());
  Require(keys_ == kHiveKeys && values_ == kHiveValues,
          "make_hive: other keys or values than hive_shape.h says");
  return bytes;
}

void SystemHive::AddSettings(Key control) {
  const Key lsa = Add(control, "Lsa");
  Dword(lsa, "auditbasedirectories", 0);
  Binary(lsa, "Bounds", 8);
  Dword(lsa, "LimitBlankPasswordUse", 1);
  Text(lsa, "Security Packages", "\"\"", kRegMultiSz);
  Dword(lsa, "restrictanonymous", 0);
  Dword(lsa, "LmCompatibilityLevel", kLmCompatibilityLevel);
  const Key msv1_0 = Add(lsa, "MSV1_0");
  Text(msv1_0, "Auth132", "IISSUBA");
  Dword(msv1_0, "NtlmMinClientSec", kNtlmMinClientSec);
  Dword(msv1_0, "NtlmMinServerSec", kNtlmMinServerSec);
}

void SystemHive::AddControls(Key control) {
  for (size_t i = 0; i < kControls; ++i) {
    const Key key = Add(control, Numbered("Component%zu", i));
    for (size_t j = 0; j < 6; ++j) Dword(key, Numbered("Setting%zu", j), static_cast<uint32_t>(j));
    Text(key, "Provider", "%SystemRoot%\\System32\\provider.dll", kRegExpandSz);
  }
}

void SystemHive::AddClasses(Key control) {
  const Key classes = Add(control, "Class");
  for (size_t i = 0; i < kClasses; ++i) {
    const Key one = Add(classes, Guid(i));
    Text(one, "Class", Numbered("Class%zu", i));
    Text(one, "ClassDesc", "@%SystemRoot%\\System32\\setupapi.dll,-3023");
    for (size_t j = 0; j < kInstances; ++j) {
      const Key instance = Add(one, Numbered("%04zu", j));
      Text(instance, "DriverDesc", "Microsoft Hyper-V Virtual Device");
      Text(instance, "DriverDate", "6-21-2006");
      Text(instance, "DriverVersion", "10.0.20348.1");
      Text(instance, "InfPath", Numbered("oem%zu.inf", i));
      Text(instance, "MatchingDeviceId", Numbered("vmbus\\device%zu", j));
      Binary(instance, "DriverDateData", 8);
      Dword(instance, "Characteristics", 4);
      Dword(instance, "BusType", 5);
      for (size_t k = 0; k < 6; ++k) {
        Text(instance, Numbered("*Offload%zu", k), "Receive Side Scaling is enabled here");
      }
    }
  }
}

void SystemHive::AddInterfaces(Key control) {
  const Key classes = Add(control, "DeviceClasses");
  Key one = 0;
  for (size_t i = 0; i < kInterfaces; ++i) {
    if (i % 40 == 0) one = Add(classes, Guid(i / 40));
    const Key key = Add(one, Numbered("##?#SWD#DEVICE#%06zu#", i) + Guid(i / 40));
    Text(key, "DeviceInstance", Numbered("SWD\\DEVICE\\%06zu", i));
    const Key reference = Add(key, "#");
    Text(reference, "SymbolicLink", Numbered("\\\\?\\SWD#DEVICE#%06zu", i));
  }
}

void SystemHive::AddDevices(Key control_set) {
  const Key devices = Add(control_set, "Enum");
  for (size_t i = 0; i < kDevices; ++i) {
    const Key device = Add(devices, Numbered("VEN_15AD&DEV_07B0&SUBSYS_%08zX", i));
    const Key instance = Add(device, Numbered("4&%08zx&0&00A8", i));
    Text(instance, "DeviceDesc", "@oem1.inf,%device.description%;Virtual Device");
    Text(instance, "LocationInformation", "@System32\\drivers\\pci.sys,#65536;PCI bus");
    Text(instance, "HardwareID", "PCI\\VEN_15AD&DEV_07B0&REV_01", kRegMultiSz);
    Text(instance, "CompatibleIDs", "PCI\\VEN_15AD&CC_020000", kRegMultiSz);
    Text(instance, "ClassGUID", Guid(i % kClasses));
    Text(instance, "Driver", Guid(i % kClasses) + "\\0001");
    Text(instance, "Service", "pci");
    for (const char* name : {"Capabilities", "ConfigFlags", "UINumber", "Address"}) {
      Dword(instance, name, static_cast<uint32_t>(i));
    }
    const Key parameters = Add(instance, "Device Parameters");
    Dword(parameters, "InterruptManagement", 1);
    Dword(parameters, "EnhancedPowerManagementEnabled", 0);
    const Key properties = Add(instance, "Properties");
    for (size_t j = 0; j < kPropertySets; ++j) {
      const Key set = Add(properties, Guid(j));
      for (size_t k = 0; k < kProperties; ++k) {
        Binary(Add(set, Numbered("%04zu", k + 2)), "", j % 2 == 0 ? 8 : 120);
      }
    }
  }
}

void SystemHive::AddServices(Key control_set) {
  const Key services = Add(control_set, "Services");
  for (size_t i = 0; i < kServices; ++i) {
    const Key service = Add(services, Numbered("Service%04zu", i));
    for (const char* name : {"Type", "Start", "ErrorControl", "Tag"}) Dword(service, name, 3);
    Text(service, "ImagePath", Numbered("system32\\drivers\\service%04zu.sys", i), kRegExpandSz);
    Text(service, "DisplayName", Numbered("@service%04zu.inf,%%name%%;Service", i));
    Text(service, "Group", "Extended Base");
    Text(service, "ObjectName", "LocalSystem");
    const Key parameters = Add(service, "Parameters");
    for (size_t j = 0; j < 40; ++j) {
      Dword(parameters, Numbered("Parameter%zu", j), static_cast<uint32_t>(i));
    }
    Text(parameters, "ServiceDll", "%SystemRoot%\\system32\\service.dll", kRegExpandSz);
    Binary(parameters, "State", 1200);
    Binary(Add(service, "Security"), "Security", 168);
    const Key linkage = Add(service, "Linkage");
    for (const char* name : {"Bind", "Export", "Route"}) {
      Text(linkage, name, "\\Device\\Tcpip_{4d36e972-e325-11ce-bfc1-08002be10318}", kRegMultiSz);
    }
    const Key devices = Add(service, "Enum");
    Text(devices, "0", Numbered("PCI\\VEN_15AD&DEV_07B0\\4&%08zx&0&00A8", i));
    Dword(devices, "Count", 1);
    Dword(devices, "NextInstance", 1);
  }
  const Key rules = Add(Add(services, "SharedAccess"), "FirewallRules");
  for (size_t i = 0; i < kFirewallRules; ++i) {
    Text(
        rules, Numbered("{0E1B2C3D-4F5A-4B6C-8D7E-%012zX}", i),
        "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|Profile=Private|LPort=445|"
        "RA4=LocalSubnet|RA6=LocalSubnet|App=%SystemRoot%\\system32\\svchost.exe|Svc=lanmanserver|"
        "Name=@FirewallAPI.dll,-28511|Desc=@FirewallAPI.dll,-28514|EmbedCtxt=@FirewallAPI.dll,-"
        "285|");
  }
}

int Main(int argc, char** argv) {
  Require(argc == 2, "make_hive FILE");
  const std::vector<uint8_t> bytes = SystemHive().Write();
  std::FILE* file = std::fopen(argv[1], "wb");
  Require(file != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() &&
              std::fclose(file) == 0,
          "make_hive: can't write");
  return 0;
}

}  // namespace
}  // namespace ntlmatrix::bench

int main(int argc, char** argv) { return ntlmatrix::bench::Main(argc, argv); }
