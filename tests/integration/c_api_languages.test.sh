#!/usr/bin/env bash
# README.md's programs in C and Python, and the examples in Go and Rust, are built against the installed library and
# save what the command reads.
# engines: extenddb
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ROOT/tests/integration/c_api.sh"

install_library
start_server
expect_exit 0 ddbsnap table create

# Each program saves "workers=4" in series host-7, reads it back and prints it.
saved=0
expect_works() {
    expect_exit 0 with_library "$@" "$DDBSNAP_STORE"
    expect_equal "$(<"$out")" "workers=4"
    expect_equal "$(<"$err")" ""
    saved=$((saved + 1))
    expect_exit 0 ddbsnap --series host-7 --json list
    expect_equal "$(jq length <"$out")" "$saved"
    expect_exit 0 ddbsnap --series host-7 last
    expect_equal "$(<"$out")" "workers=4"
}

expect_says_why_not() {
    expect_exit 1 with_library "$@" dynamodb:NoSuchTable
    expect_contains "$err" "NoSuchTable"
}

# README.md's block of a language.
block() {
    sed -n '/^```'"$1"'$/,/^```$/{/^```/!p}' "$ROOT/README.md"
}

block c >example.c
read -ra flags < <(pkg-config --cflags --libs ddbsnap)
expect_exit 0 "${CC:-cc}" -std=c11 -Wall -Wextra -Werror -pedantic example.c -o in_c "${flags[@]}"
expect_works ./in_c
expect_says_why_not ./in_c

block python >example.py
expect_works python3 example.py
expect_says_why_not python3 example.py

# What it compiles of its own is kept where its users have it. Its cache does not ask what pkg-config said, but
# what this variable says.
expect_exit 0 env GOCACHE="$real_home/.cache/go-build" GOTOOLCHAIN=local CGO_LDFLAGS="-L${library%/*}" \
    go build -o in_go "$ROOT/tools/examples/go/main.go"
expect_works ./in_go
expect_says_why_not ./in_go

expect_exit 0 env HOME="$real_home" rustc --edition 2021 -L "${library%/*}" -o in_rust \
    "$ROOT/tools/examples/rust/main.rs"
expect_works ./in_rust
expect_says_why_not ./in_rust
