# SPDX-License-Identifier: Apache-2.0
# Fails unless `BINARY run --list --tsv` prints the file EXPECTED; of tests that match FILTER if set.
set(arguments run --list --tsv)
if(DEFINED FILTER)
  list(APPEND arguments --filter ${FILTER})
endif()
execute_process(COMMAND ${BINARY} ${arguments} OUTPUT_VARIABLE printed RESULT_VARIABLE status)
file(READ ${EXPECTED} expected)
if(NOT status EQUAL 0 OR NOT printed STREQUAL expected)
  message(FATAL_ERROR "${EXPECTED} is not what the binary lists; when the change of meaning is "
    "wanted: ntlmatrix ${arguments} > ${EXPECTED}")
endif()
