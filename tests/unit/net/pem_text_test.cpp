#include "net/pem_text.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::net {
namespace {

using testing::ElementsAre;
using testing::Optional;

constexpr auto hello = "-----BEGIN CERTIFICATE-----\naGVs\nbG8=\n-----END CERTIFICATE-----\n";

TEST(pem_text_test, certificates_stand_among_remarks) {
    EXPECT_THAT(plain_certificates(hello), Optional(ElementsAre("hello")));
    EXPECT_THAT(plain_certificates("# Root: 1\n" + std::string(hello) + "\nsubject=2\n" + hello + "end"),
                Optional(ElementsAre("hello", "hello")));
}

TEST(pem_text_test, lines_may_end_in_blanks_and_the_last_need_not_end) {
    EXPECT_THAT(plain_certificates(
                    "-----BEGIN CERTIFICATE-----\r\naGVs  \r\nbG8=\t\r\n\r\n-----END CERTIFICATE-----"),
                Optional(ElementsAre("hello")));
}

TEST(pem_text_test, the_rest_is_left_to_a_reader_of_all_kinds) {
    std::string const begin = "-----BEGIN CERTIFICATE-----\n", end = "-----END CERTIFICATE-----\n";
    for (auto const& text : {
             std::string(),
             std::string("text\n"),
             begin,
             begin + "aGVsbG8=\n",
             begin + end,
             end,
             begin + begin + "aGVsbG8=\n" + end,
             begin + "aGVsbG8\n" + end,
             begin + "Proc-Type: 4,ENCRYPTED\n\naGVsbG8=\n" + end,
             begin + "aGVsbG8=\n-----END X509 CERTIFICATE-----\n",
             std::string(
                 "-----BEGIN TRUSTED CERTIFICATE-----\naGVsbG8=\n-----END TRUSTED CERTIFICATE-----\n"),
             hello + std::string("-----BEGIN PRIVATE KEY-----\naGVsbG8=\n-----END PRIVATE KEY-----\n"),
         })
        EXPECT_FALSE(plain_certificates(text)) << text;
}

}  // namespace
}  // namespace ddbsnap::net
