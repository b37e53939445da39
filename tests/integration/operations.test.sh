#!/usr/bin/env bash
# Every typed operation does what the API reference says, on a real server.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

start_server
"$(dirname "$DDBSNAP")/ddbsnap_operations_test" --gtest_brief=1
