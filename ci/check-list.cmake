# SPDX-License-Identifier: Apache-2.0
# Fails unless `BINARY run --list --tsv` prints the file EXPECTED.
execute_process(COMMAND ${BINARY} run --list --tsv OUTPUT_VARIABLE printed RESULT_VARIABLE status)
file(READ ${EXPECTED} expected)
if(NOT status EQUAL 0 OR NOT printed STREQUAL expected)
  message(FATAL_ERROR "${EXPECTED} is not what the binary lists; when the change of meaning is "
    "wanted: ntlmatrix run --list --tsv > conformance/matrix.tsv")
endif()
