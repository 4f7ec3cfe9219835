// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/store_format.h"

#include "parsers/policy/dsc_mof.h"
#include "parsers/policy/gpo_report.h"
#include "parsers/policy/gpp_registry.h"
#include "parsers/policy/intune_graph.h"
#include "parsers/policy/intune_syncml.h"
#include "parsers/policy/lgpo_text.h"
#include "parsers/policy/policy_rules.h"
#include "parsers/policy/reg_file.h"
#include "parsers/policy/registry_pol.h"
#include "parsers/policy/security_template.h"
#include "parsers/policy/smb_conf.h"
#include "parsers/policy/system_hive.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::policy {

absl::Span<const StoreFormat> StoreFormats() {
  static constexpr StoreFormat kFormats[] = {
      {"registry-pol", "Registry.pol of a GPO's Machine folder", kMaxRegistryPolSize,
       LooksLikeRegistryPol, false, ReadRegistryPol},
      {"lgpo-text", "text of LGPO.exe /parse and /t", kMaxLgpoTextSize, LooksLikeLgpoText, false,
       ReadLgpoText},
      {"reg", ".reg file of regedit or reg export", kMaxRegFileSize, LooksLikeRegFile, false,
       ReadRegFile},
      {"gpo-report", "gpreport.xml or Get-GPOReport of a GPO, or the output of gpresult /x",
       kMaxXmlStoreSize, LooksLikeGpoReport, true, ReadGpoReport},
      {"gpp-registry", "Registry.xml of Group Policy Preferences", kMaxXmlStoreSize,
       LooksLikeGppRegistry, true, ReadGppRegistry},
      {"policy-rules", ".PolicyRules file of Policy Analyzer", kMaxXmlStoreSize,
       LooksLikePolicyRules, true, ReadPolicyRules},
      {"system-hive", "SYSTEM hive of a Windows registry", kMaxSystemHiveSize, LooksLikeSystemHive,
       true, ReadSystemHive},
      {"dsc-mof", "compiled DSC configuration (localhost.mof)", kMaxDscMofSize, LooksLikeDscMof,
       true, ReadDscMof},
      {"intune-graph", "JSON of Intune from the Microsoft Graph API", kMaxIntuneGraphSize,
       LooksLikeIntuneGraph, true, ReadIntuneGraph},
      {"intune-syncml", "SyncML that sets policies of the Policy CSP", kMaxXmlStoreSize,
       LooksLikeIntuneSyncml, true, ReadIntuneSyncml},
      {"smb-conf", "smb.conf of Samba, or the output of testparm -s", kMaxSmbConfSize,
       LooksLikeSmbConf, false, ReadSmbConf, /*can_require=*/false},
      {"security-template", "GptTmpl.inf of a GPO, or the output of secedit /export",
       kMaxSecurityTemplateSize, LooksLikeSecurityTemplate, false, ReadSecurityTemplate},
  };
  return kFormats;
}

const StoreFormat* FindStoreFormat(absl::string_view name) {
  for (const StoreFormat& format : StoreFormats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

const StoreFormat* GuessStoreFormat(Bytes bytes) {
  for (const StoreFormat& format : StoreFormats()) {
    if (format.looks_like(bytes)) return &format;
  }
  return nullptr;
}

}  // namespace ntlmatrix::policy
