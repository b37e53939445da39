// Every operation meets every fault, alone and again and again, on a new connection and on a kept one.

#include "fault/phase.hpp"

#include <array>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using test::circumstances;
using test::fault;
using test::operation;
using test::phase;

struct meeting {
    operation op;
    fault met;
};

std::vector<fault> all_faults() {
    std::vector<fault> all;
    for (auto const& some : {test::connection_faults(), test::framing_faults(), test::head_faults(),
                             test::content_faults(), test::error_faults()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

bool is_one_of_few(operation const& op) { return op.name == "put_item" || op.name == "get_item"; }

std::vector<meeting> meetings(std::vector<fault> const& faults, bool only_few) {
    std::vector<meeting> all;
    for (auto const& op : test::operations())
        for (auto const& met : faults) {
            if ((only_few || met.costly) && !is_one_of_few(op)) continue;
            if (met.only_typed && op.name == "call") continue;
            all.push_back({op, met});
        }
    return all;
}

std::string name_of(testing::TestParamInfo<meeting> const& info) {
    return info.param.op.name + "__" + info.param.met.name;
}

void PrintTo(meeting const& m, std::ostream* out) { *out << m.op.name << " meets " << m.met.name; }

// All circumstances at the same time: those that wait for a deadline wait together.
void meet(meeting const& m, circumstances const& base) {
    boost::asio::io_context io;
    std::vector<std::unique_ptr<phase>> phases;
    for (bool const warm : {false, true}) {
        if (warm && m.met.what.at_connection) continue;
        for (bool const once : {false, true}) {
            auto in = base;
            in.warm = warm;
            in.once = once;
            phases.push_back(std::make_unique<phase>(io, m.op, m.met, in));
        }
    }
    std::vector<test::running<std::size_t>> operations;
    for (auto& each : phases) operations.emplace_back(io, each->run());
    for (auto& each : operations) EXPECT_TRUE(each.wait(std::chrono::seconds(20)));
    for (auto& each : phases) each->expect_no_connection();
}

struct over_tcp : testing::TestWithParam<meeting> {};

TEST_P(over_tcp, an_operation_meets_a_fault) { meet(GetParam(), {}); }

INSTANTIATE_TEST_SUITE_P(every_operation_and_fault, over_tcp,
                         testing::ValuesIn(meetings(all_faults(), false)), name_of);

struct over_tls : testing::TestWithParam<meeting> {
    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
};

TEST_P(over_tls, an_operation_meets_a_fault) {
    circumstances in;
    in.tls = ca.issue();
    in.ca_bundle = bundle.path();
    meet(GetParam(), in);
}

INSTANTIATE_TEST_SUITE_P(every_fault, over_tls, testing::ValuesIn(meetings(all_faults(), true)), name_of);
INSTANTIATE_TEST_SUITE_P(every_fault_of_tls, over_tls, testing::ValuesIn(meetings(test::tls_faults(), true)),
                         name_of);

}  // namespace
}  // namespace ddbsnap
