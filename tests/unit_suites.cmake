# Run after the program of unit tests is built: writes PROGRAM's suites into the file INTO, as tests for CTest.
# One test a suite rather than one a test: starting a program under the sanitizers costs more than most tests do.
execute_process(COMMAND ${PROGRAM} --gtest_list_tests OUTPUT_VARIABLE listed COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\n[^ \n]+\\.(  #[^\n]*)?\n" suites "\n${listed}\n")
if(NOT suites)
    message(FATAL_ERROR "${PROGRAM} lists no tests")
endif()
set(tests "")
foreach(suite IN LISTS suites)
    string(REGEX REPLACE "^\n|\\.(  #.*)?\n$" "" suite "${suite}")
    string(APPEND tests "add_test([=[unit.${suite}]=] [=[${PROGRAM}]=] [=[--gtest_filter=${suite}.*]=])\n"
        "set_tests_properties([=[unit.${suite}]=] PROPERTIES LABELS unit)\n")
endforeach()
file(WRITE ${INTO} "${tests}")
