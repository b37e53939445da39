#!/usr/bin/env bash
# The C++ and CMake of README.md are what is built and run here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The content of README.md's blocks of a language, one after the other.
blocks() {
    sed -n '/^```'"$1"'$/,/^```$/{/^```/!p}' "$ROOT/README.md"
}

blocks cpp >example.cpp
expect_same example.cpp "$ROOT/tests/integration/readme_example/example.cpp"

start_server
example=$(dirname "$DDBSNAP")/ddbsnap_readme_example
expect_exit 0 ddbsnap table create
expect_exit 0 "$example" "$DDBSNAP_STORE"
expect_equal "$(<"$out")" "state: workers=4"
expect_exit 0 ddbsnap --series host-7 last
expect_equal "$(<"$out")" "workers=4"
expect_exit 0 "$example" file:snapshots
expect_equal "$(<"$out")" "state: workers=4"

# A server of somebody else's that adds this project to its own.
mkdir -p server/third_party
ln -s "$ROOT" server/third_party/ddbsnap
cp example.cpp server/server.cpp
{
    echo 'cmake_minimum_required(VERSION 3.22)'
    echo 'project(server CXX)'
    blocks cmake
} >server/CMakeLists.txt
expect_exit 0 cmake -S server -B server/build -DCMAKE_CXX_COMPILER_LAUNCHER=
expect_exit 0 cmake --build server/build --target help
expect_contains "$out" server
for target in ddbsnap_cli ddbsnap_unit_tests; do
    if grep -qw "$target" "$out"; then fail "$target is built into a server"; fi
done
