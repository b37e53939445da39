#include "credentials/profile_provider.hpp"
#include "support/sts_fixture.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using test::said;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Answers what it was made with.
class canned_provider : public credentials_provider {
   public:
    explicit canned_provider(result<credentials> answer) : answer_(std::move(answer)) {}

    std::string_view name() const noexcept override { return "canned"; }
    boost::asio::awaitable<result<credentials>> load() override { co_return answer_; }

   private:
    result<credentials> answer_;
};

constexpr auto base_lines =
    "[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = hush-base\n";

// Profiles of the shared files that get their keys by roles.
struct profile_roles_test : test::sts_fixture {
    std::string profile = "dev";
    std::string region;
    credential_sources sources;
    std::vector<std::string> devices;  ///< MFA devices whose code was asked for
    std::optional<result<secret_string>> code;

    profile_roles_test() { machine.set("AWS_REGION", "eu-west-1"); }

    void config(std::string const& text) { machine.config(text); }

    /// Profile dev has this role, and `base` has keys.
    void role(std::string const& lines) {
        config("[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n" + lines +
               base_lines);
    }

    result<credentials> load() {
        auto w = outside();
        if (code)
            w.ask_mfa_code = [this](std::string const& device) {
                devices.push_back(device);
                return *code;
            };
        profile_provider provider(w, {profile, "AWS_PROFILE"}, sources, region);
        return support::run(provider.load());
    }

    static std::shared_ptr<credentials_provider> keys(std::string const& id) {
        credentials found;
        found.access_key_id = id;
        found.secret_access_key = secret_string("hush");
        found.source = "canned " + id;
        return std::make_shared<canned_provider>(found);
    }

    std::string signer(std::size_t index) const {
        auto const value = request(index).header("Authorization").value_or("Credential=unsigned/");
        auto const from = value.find("Credential=") + 11;
        return value.substr(from, value.find('/', from) - from);
    }
};

TEST_F(profile_roles_test, a_role_is_assumed_with_the_keys_of_its_source) {
    role("");
    give_keys("x");
    auto const found = load();
    ASSERT_TRUE(found) << said(found);
    EXPECT_EQ(found->access_key_id, "ASIAx");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush-x");
    EXPECT_EQ(found->session_token.reveal(), "hush-token-x");
    EXPECT_EQ(found->account_id, "123456789012");
    EXPECT_TRUE(found->expiration);
    EXPECT_EQ(found->source, "role arn:aws:iam::123456789012:role/x by profile dev (/home/u/.aws/config)");
    EXPECT_EQ(signer(0), "AKIDBASE");
    EXPECT_EQ(request(0).body,
              "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fx"
              "&RoleSessionName=ddbsnap-1767323045000");
    EXPECT_THAT(origins, ElementsAre("https://sts.eu-west-1.amazonaws.com:443"));
}

TEST_F(profile_roles_test, roles_are_assumed_one_with_the_keys_of_the_other_over_one_connection) {
    config(
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/outer\nsource_profile = mid\nrole_session_name = out\n"
        "[profile mid]\nrole_arn = arn:aws:iam::2:role/inner\nsource_profile = base\nrole_session_name = "
        "in\n" +
        std::string(base_lines));
    give_keys("inner");
    give_keys("outer");
    auto const found = load();
    ASSERT_TRUE(found) << said(found);
    EXPECT_EQ(found->access_key_id, "ASIAouter");
    EXPECT_EQ(signer(0), "AKIDBASE");
    EXPECT_EQ(signer(1), "ASIAinner");
    EXPECT_EQ(request(1).header("X-Amz-Security-Token"), "hush-token-inner");
    EXPECT_THAT(request(0).body, HasSubstr("role%2Finner&RoleSessionName=in"));
    EXPECT_THAT(request(1).body, HasSubstr("role%2Fouter&RoleSessionName=out"));
    EXPECT_EQ(origins.size(), 1u);
}

TEST_F(profile_roles_test, a_refusal_of_any_hop_stops_and_names_its_profile) {
    config(
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/outer\nsource_profile = mid\n"
        "[profile mid]\nrole_arn = arn:aws:iam::2:role/inner\nsource_profile = base\n" +
        std::string(base_lines));
    refuse(403, "AccessDenied", "no");
    auto found = load();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_failed);
    EXPECT_THAT(said(found),
                HasSubstr("profile mid: STS at sts.eu-west-1.amazonaws.com refused AssumeRole of "
                          "arn:aws:iam::2:role/inner: AccessDenied: no"));
    EXPECT_EQ(script.requests.size(), 1u);
    give_keys("inner");
    refuse(403, "AccessDenied", "no");
    EXPECT_THAT(said(load()), HasSubstr("profile dev: STS"));
}

TEST_F(profile_roles_test, the_properties_of_the_role_are_sent) {
    role("role_session_name = me@here\nexternal_id = a/b\nduration_seconds = 7200\n");
    give_keys("x");
    EXPECT_TRUE(load());
    EXPECT_THAT(request(0).body,
                testing::EndsWith("&RoleSessionName=me%40here&DurationSeconds=7200&ExternalId=a%2Fb"));
}

TEST_F(profile_roles_test,
       properties_that_cannot_be_meant_are_named_with_their_line_before_anything_is_sent) {
    std::pair<char const*, char const*> const rows[] = {
        {"duration_seconds = 60\n", "duration_seconds of profile dev (/home/u/.aws/config:4)"},
        {"role_session_name = two words\n", "role_session_name of profile dev (/home/u/.aws/config:4)"},
        {"external_id = hush hush\n", "external_id of profile dev (/home/u/.aws/config:4)"},
    };
    for (auto const& [line, expected] : rows) {
        role(line);
        auto const found = load();
        ASSERT_FALSE(found) << line;
        EXPECT_EQ(found.error().code(), errc::invalid_configuration);
        EXPECT_THAT(said(found), HasSubstr(expected));
    }
    EXPECT_TRUE(origins.empty());
}

TEST_F(profile_roles_test, a_named_source_gives_the_keys_of_its_provider) {
    sources = {keys("AKIDENV"), keys("AKIDECS"), keys("AKIDEC2")};
    std::pair<char const*, char const*> const rows[] = {
        {"Environment", "AKIDENV"}, {"EcsContainer", "AKIDECS"}, {"ec2instancemetadata", "AKIDEC2"}};
    for (auto const& [source, id] : rows) {
        script = {};
        config(
            fmt::format("[profile dev]\nrole_arn = arn:aws:iam::1:role/x\ncredential_source = {}\n", source));
        give_keys("x");
        EXPECT_TRUE(load());
        EXPECT_EQ(signer(0), id);
        config(fmt::format("[profile dev]\ncredential_source = {}\n", source));
        auto const without_role = load();
        ASSERT_TRUE(without_role);
        EXPECT_EQ(without_role->access_key_id, id);
        EXPECT_EQ(without_role->source, std::string("canned ") + id);
    }
}

TEST_F(profile_roles_test, a_named_source_without_keys_stops_the_chain) {
    config("[profile dev]\nrole_arn = arn:aws:iam::1:role/x\ncredential_source = Ec2InstanceMetadata\n");
    sources.imds =
        std::make_shared<canned_provider>(failure(errc::credentials_not_configured, "it is disabled"));
    auto found = load();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_failed);
    EXPECT_EQ(found.error().message(),
              "profile dev names Ec2InstanceMetadata in /home/u/.aws/config:3, but it is disabled");
    sources.imds = std::make_shared<canned_provider>(failure(errc::timeout, "no answer"));
    found = load();
    EXPECT_EQ(found.error().code(), errc::timeout);
    EXPECT_THAT(said(found),
                HasSubstr("profile dev names Ec2InstanceMetadata in /home/u/.aws/config:3: no answer"));
    sources.imds = nullptr;
    found = load();
    EXPECT_EQ(found.error().code(), errc::credentials_failed);
    EXPECT_THAT(said(found), HasSubstr("which cannot be asked here"));
}

TEST_F(profile_roles_test, a_web_identity_of_a_profile) {
    machine.file("/t", "hush.token\n").set("AWS_ROLE_SESSION_NAME", "not-of-profiles");
    config(
        "[profile dev]\nrole_arn = arn:aws:iam::9:role/w\nweb_identity_token_file = /t\nregion = "
        "ap-south-1\n");
    give_keys("w");
    auto const found = load();
    ASSERT_TRUE(found) << said(found);
    EXPECT_EQ(found->access_key_id, "ASIAw");
    EXPECT_EQ(found->source,
              "role arn:aws:iam::9:role/w by web identity of profile dev (/home/u/.aws/config)");
    EXPECT_EQ(signer(0), "unsigned");
    EXPECT_THAT(request(0).body,
                HasSubstr("&RoleSessionName=ddbsnap-1767323045000&WebIdentityToken=hush.token%0A"));
    config("[profile dev]\nrole_arn = arn:aws:iam::9:role/w\nweb_identity_token_file = /gone\n");
    auto const broken = load();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code(), errc::credentials_failed);
    EXPECT_THAT(said(broken),
                HasSubstr("/gone (web_identity_token_file of profile dev (/home/u/.aws/config:3))"));
}

TEST_F(profile_roles_test, a_web_identity_may_be_the_base_of_a_role) {
    machine.file("/t", "hush.token");
    config(
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = pod\n"
        "[profile pod]\nrole_arn = arn:aws:iam::9:role/w\nweb_identity_token_file = /t\n"
        "role_session_name = pod-1\n");
    give_keys("w");
    give_keys("x");
    EXPECT_TRUE(load());
    EXPECT_THAT(request(0).body, HasSubstr("Action=AssumeRoleWithWebIdentity"));
    EXPECT_THAT(request(0).body, HasSubstr("&RoleSessionName=pod-1&"));
    EXPECT_EQ(signer(1), "ASIAw");
}

TEST_F(profile_roles_test, a_code_of_an_mfa_device_is_asked_for_and_sent) {
    role("mfa_serial = arn:aws:iam::1:mfa/u\n");
    code = secret_string("135790\n");
    give_keys("x");
    EXPECT_TRUE(load());
    EXPECT_THAT(devices, ElementsAre("arn:aws:iam::1:mfa/u"));
    EXPECT_THAT(request(0).body,
                testing::EndsWith("&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fu&TokenCode=135790"));
    EXPECT_THAT(machine.log(), testing::Each(Not(HasSubstr("135790"))));
}

TEST_F(profile_roles_test, without_anybody_to_ask_a_profile_with_mfa_fails_and_says_what_to_do) {
    role("mfa_serial = arn:aws:iam::1:mfa/u\n");
    auto const found = load();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_failed);
    EXPECT_THAT(found.error().message(),
                HasSubstr("profile dev wants a code of the MFA device arn:aws:iam::1:mfa/u"));
    EXPECT_THAT(found.error().details().next_step, HasSubstr("ddbsnap credentials --format env"));
    EXPECT_TRUE(origins.empty());
}

TEST_F(profile_roles_test, what_is_no_code_is_refused_and_not_shown) {
    role("mfa_serial = arn:aws:iam::1:mfa/u\n");
    for (auto const* bad : {"", "12345", "1234567", "12345a", "hush12", "12 456"}) {
        code = secret_string(bad);
        auto const found = load();
        ASSERT_FALSE(found) << bad;
        EXPECT_EQ(found.error().code(), errc::credentials_failed);
        EXPECT_THAT(said(found), HasSubstr("six digits"));
    }
    code = failure(errc::operation_aborted, "nothing was entered");
    auto const found = load();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::operation_aborted);
    EXPECT_TRUE(origins.empty());
}

TEST_F(profile_roles_test, the_region_is_the_callers_or_follows_source_profile) {
    machine.set("AWS_EC2_METADATA_DISABLED", "true");
    machine.unset("AWS_REGION");
    role("");
    machine.config("[profile dev]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = base\n" +
                   std::string(base_lines) + "region = ap-south-1\n");
    give_keys("x");
    EXPECT_TRUE(load());
    region = "eu-north-1";
    give_keys("x");
    EXPECT_TRUE(load());
    region = "aws-global";
    give_keys("x");
    EXPECT_TRUE(load());
    region.clear();
    role("");
    give_keys("x");
    EXPECT_TRUE(load());
    EXPECT_THAT(origins, ElementsAre("https://sts.ap-south-1.amazonaws.com:443",
                                     "https://sts.eu-north-1.amazonaws.com:443",
                                     "https://sts.amazonaws.com:443", "https://sts.amazonaws.com:443"));
    EXPECT_THAT(request(0).header("Authorization").value(), HasSubstr("/ap-south-1/sts/aws4_request"));
    EXPECT_THAT(request(3).header("Authorization").value(), HasSubstr("/us-east-1/sts/aws4_request"));
    EXPECT_THAT(machine.log(), ElementsAre(HasSubstr("no region is set")));
}

TEST_F(profile_roles_test, the_endpoint_is_that_of_the_environment_or_the_profile_asked_for) {
    role("endpoint_url = http://of-dev:1\n");
    give_keys("x");
    EXPECT_TRUE(load());
    role("services = s\n[services s]\nsts =\n  endpoint_url = http://services:2\n");
    give_keys("x");
    EXPECT_TRUE(load());
    machine.set("AWS_ENDPOINT_URL", "http://all:3");
    give_keys("x");
    EXPECT_TRUE(load());
    machine.set("AWS_ENDPOINT_URL_STS", "http://sts:4");
    give_keys("x");
    EXPECT_TRUE(load());
    machine.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true").set("AWS_USE_FIPS_ENDPOINT", "true");
    give_keys("x");
    EXPECT_TRUE(load());
    EXPECT_THAT(origins, ElementsAre("http://of-dev:1", "http://services:2", "http://all:3", "http://sts:4",
                                     "https://sts-fips.eu-west-1.amazonaws.com:443"));
}

TEST_F(profile_roles_test, the_account_of_the_profile_stands_in_where_sts_names_none) {
    role("aws_account_id = 999999999999\n");
    auto body = keys_xml("x");
    body.erase(body.find("<AssumedRoleUser>"), body.find("<Credentials>") - body.find("<AssumedRoleUser>"));
    answer(200, body);
    auto const found = load();
    ASSERT_TRUE(found) << said(found);
    EXPECT_EQ(found->account_id, "999999999999");
}

TEST_F(profile_roles_test, half_a_pair_in_the_source_is_told) {
    config(
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = base\n"
        "[profile base]\naws_access_key_id = AKID\n");
    auto const found = load();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_failed);
    EXPECT_THAT(said(found), HasSubstr("profile base has aws_access_key_id (/home/u/.aws/config:5), but no "
                                       "aws_secret_access_key"));
    EXPECT_TRUE(origins.empty());
}

}  // namespace
}  // namespace ddbsnap
