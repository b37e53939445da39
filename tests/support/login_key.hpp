#pragma once

namespace ddbsnap::test {

// A key on P-256 made for these tests by Python's `cryptography`, which also told its public half. The
// latter's x begins with a zero byte.
inline constexpr auto login_key_pem = R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIJ1js3XDZUbSC3UHped/O4ZBfGG6WGBakptbEShFQdSAoAoGCCqGSM49
AwEHoUQDQgAEAF/vO+uZDgG0USlx3Mw8TMFkO04iL6cAlIqH+cJHbIc/8h8SMauX
V7VEAw4xHhooLdo2U5BMvMcWetW7zIozAw==
-----END EC PRIVATE KEY-----
)";
inline constexpr auto login_key_x = "AF_vO-uZDgG0USlx3Mw8TMFkO04iL6cAlIqH-cJHbIc";
inline constexpr auto login_key_y = "P_IfEjGrl1e1RAMOMR4aKC3aNlOQTLzHFnrVu8yKMwM";

}  // namespace ddbsnap::test
