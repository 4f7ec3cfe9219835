// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_SHIM_FILES_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_SHIM_FILES_H_

#include <set>
#include <string>
#include <vector>

#include <sys/types.h>

// What the system says of the processes of a shim and of files.
namespace ntlmatrix::conformance::check {

// Of processes more, or of their memory, than a run lets a shim have; empty for nothing.
std::string ShareFault(const std::vector<pid_t>& processes);

// "python3.11": the short name of a process, fit to be shown.
std::string ProcessName(pid_t process);

// The program that a process runs, and the files that it has mapped; empty where nobody may look.
std::string ProgramOf(pid_t process);
std::set<std::string> MappedFiles(pid_t process);

// Whether two paths are of the same file.
bool IsSameFile(const std::string& a, const std::string& b);

// Whether the file is of native code, ELF, so that who uses it has it mapped or runs it.
bool IsNative(const std::string& file);

// The names in the current folder.
std::set<std::string> FilesHere();

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_SHIM_FILES_H_
