#include "dynamodb/value_codec.hpp"

#include "core/encoding.hpp"

namespace ddbsnap::dynamodb {
namespace {

template <class Set, class Write>
void write_set(json_writer& out, std::string_view type, Set const& set, Write write) {
    out.key(type);
    out.begin_array();
    for (auto const& v : set.values) write(v);
    out.end_array();
}

struct value_writer {
    json_writer& out;

    void operator()(null_value) const { out.member("NULL", true); }
    void operator()(bool v) const { out.member("BOOL", v); }
    void operator()(std::string const& v) const { out.member("S", v); }
    void operator()(number const& v) const { out.member("N", v.text); }
    void operator()(binary const& v) const { out.key("B"), out.base64(v.bytes); }
    void operator()(value_list const& v) const {
        out.key("L");
        out.begin_array();
        for (auto const& element : v) write_value(out, element);
        out.end_array();
    }
    void operator()(item const& v) const { out.key("M"), write_item(out, v); }
    void operator()(string_set const& v) const {
        write_set(out, "SS", v, [&](std::string const& s) { out.string(s); });
    }
    void operator()(number_set const& v) const {
        write_set(out, "NS", v, [&](number const& n) { out.string(n.text); });
    }
    void operator()(binary_set const& v) const {
        write_set(out, "BS", v, [&](binary const& b) { out.base64(b.bytes); });
    }
};

binary read_binary(json_reader& in) {
    binary value;
    if (!append_from_base64(value.bytes, in.string())) in.fail("a binary value is not base64");
    return value;
}

template <class T, class Read>
std::vector<T> read_array(json_reader& in, Read read) {
    std::vector<T> values;
    for (in.enter_array(); in.next_element();) values.push_back(read());
    return values;
}

attribute_value read_typed(json_reader& in, std::string_view type) {
    if (type == "S") return std::string(in.string());
    if (type == "N") return number(std::string(in.string()));
    if (type == "B") return read_binary(in);
    if (type == "BOOL") return in.boolean();
    if (type == "NULL") return in.skip(), null_value{};
    if (type == "M") return read_item(in);
    if (type == "L") return read_array<attribute_value>(in, [&] { return read_value(in); });
    if (type == "SS")
        return string_set{read_array<std::string>(in, [&] { return std::string(in.string()); })};
    if (type == "NS")
        return number_set{read_array<number>(in, [&] { return number(std::string(in.string())); })};
    if (type == "BS") return binary_set{read_array<binary>(in, [&] { return read_binary(in); })};
    in.fail("an attribute value is of an unknown type");
    return {};
}

}  // namespace

void write_value(json_writer& out, attribute_value const& value) {
    out.begin_object();
    std::visit(value_writer{out}, value.as_variant());
    out.end_object();
}

void write_item(json_writer& out, item const& attributes) {
    out.begin_object();
    for (auto const& [name, value] : attributes) {
        out.key(name);
        write_value(out, value);
    }
    out.end_object();
}

attribute_value read_value(json_reader& in) {
    in.enter_object();
    if (!in.next_key()) return in.fail("an attribute value is empty"), attribute_value{};
    // The key's text may be overwritten in place while the value is read; only its type is needed after.
    auto value = read_typed(in, in.key());
    if (in.next_key()) in.fail("an attribute value has two types");
    return value;
}

item read_item(json_reader& in) {
    item attributes;
    for (in.enter_object(); in.next_key();) {
        std::string name(in.key());
        attributes.insert_or_assign(std::move(name), read_value(in));
    }
    return attributes;
}

}  // namespace ddbsnap::dynamodb
