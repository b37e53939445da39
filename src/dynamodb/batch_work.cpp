#include "dynamodb/batch_work.hpp"

#include <algorithm>
#include <iterator>

namespace ddbsnap::dynamodb {

void add_up(std::vector<consumed_capacity>& sums, std::vector<consumed_capacity> const& more) {
    for (auto const& one : more) {
        auto const same = [&](consumed_capacity const& sum) { return sum.table == one.table; };
        auto const found = std::find_if(sums.begin(), sums.end(), same);
        if (found == sums.end()) {
            sums.push_back(one);
            continue;
        }
        found->units += one.units;
        found->read_units += one.read_units;
        found->write_units += one.write_units;
    }
}

write_work::write_work(request all) : wanted_(all.capacity) { put_back(std::move(all)); }

write_work::request write_work::next() {
    request r;
    r.capacity = wanted_;
    for (std::size_t n = 0; n < most && !pending_.empty(); ++n) {
        auto& [table, one] = pending_.back();
        r.tables[std::move(table)].push_back(std::move(one));
        pending_.pop_back();
    }
    return r;
}

void write_work::put_back(request unsent) {
    // The last first: what is at the end goes out next.
    for (auto of = unsent.tables.rbegin(); of != unsent.tables.rend(); ++of)
        for (auto one = of->second.rbegin(); one != of->second.rend(); ++one)
            pending_.emplace_back(of->first, std::move(*one));
}

void write_work::accept(output processed) {
    add_up(capacity_, processed.capacity);
    put_back({std::move(processed.unprocessed)});
}

write_work::outcome write_work::finish() && {
    outcome out;
    for (; !pending_.empty(); pending_.pop_back())
        out.not_done[pending_.back().first].push_back(std::move(pending_.back().second));
    out.capacity = std::move(capacity_);
    return out;
}

std::size_t write_work::size_of(request const& r) noexcept {
    std::size_t n = 0;
    for (auto const& [table, requests] : r.tables) n += requests.size();
    return n;
}

read_work::read_work(request all) : wanted_(all.capacity) {
    for (auto const& [table, of] : all.tables) how_[table] = {{}, of.consistent, of.projection, of.names};
    put_back(std::move(all));
}

// DynamoDB gives unprocessed keys back with everything that was asked of them, which is known here.
keys_request& read_work::of_table(std::map<std::string, keys_request>& tables,
                                  std::string const& table) const {
    auto const [at, is_new] = tables.try_emplace(table);
    if (auto const how = how_.find(table); is_new && how != how_.end()) at->second = how->second;
    return at->second;
}

read_work::request read_work::next() {
    request r;
    r.capacity = wanted_;
    for (std::size_t n = 0; n < most && !pending_.empty(); ++n) {
        auto& [table, key] = pending_.back();
        of_table(r.tables, table).keys.push_back(std::move(key));
        pending_.pop_back();
    }
    return r;
}

void read_work::put_back(request unsent) { put_back(std::move(unsent.tables)); }

void read_work::put_back(std::map<std::string, keys_request> tables) {
    for (auto of = tables.rbegin(); of != tables.rend(); ++of)
        for (auto key = of->second.keys.rbegin(); key != of->second.keys.rend(); ++key)
            pending_.emplace_back(of->first, std::move(*key));
}

void read_work::accept(output processed) {
    add_up(capacity_, processed.capacity);
    for (auto& [table, found] : processed.items) {
        auto& all = items_[table];
        std::move(found.begin(), found.end(), std::back_inserter(all));
    }
    put_back(std::move(processed.unprocessed));
}

read_work::outcome read_work::finish() && {
    outcome out;
    out.items = std::move(items_);
    out.capacity = std::move(capacity_);
    for (; !pending_.empty(); pending_.pop_back())
        of_table(out.not_done, pending_.back().first).keys.push_back(std::move(pending_.back().second));
    return out;
}

std::size_t read_work::size_of(request const& r) noexcept {
    std::size_t n = 0;
    for (auto const& [table, of] : r.tables) n += of.keys.size();
    return n;
}

}  // namespace ddbsnap::dynamodb
