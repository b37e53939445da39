// Writes random cases for java.util.Properties, and what this library answers to them.
//
//     properties_cases SEED CASES_FILE ANSWERS_FILE
//
// One case a line, one answer a line; texts are UTF-16 units, four hexadecimal digits each:
//
//     load TEXT                       load KEY=VALUE...  or  load refused
//     date MILLISECONDS               date TEXT
//     writer COMMENT [KEY VALUE]...   writer HEADER ENTRIES     (HEADER without the date line)
//     stream COMMENT [KEY VALUE]...   stream HEADER ENTRIES     (each byte as a unit)

#include <ddbsnap/torchserve.hpp>

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <random>
#include <set>

namespace {

using namespace ddbsnap;

std::string hex(std::u16string const& text) {
    std::string out;
    for (auto unit : text) out += fmt::format("{:04x}", static_cast<unsigned>(unit));
    return out;
}

std::string hex_of_bytes(std::string const& bytes) {
    std::string out;
    for (auto byte : bytes)
        out += fmt::format("{:04x}", static_cast<unsigned>(static_cast<unsigned char>(byte)));
    return out;
}

// UTF-16 to WTF-8 and back, written apart from the library's own code on purpose.
std::string narrow(std::u16string const& text) {
    std::string out;
    auto const put = [&](unsigned value) { out += static_cast<char>(value); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned c = text[i];
        bool const paired = (c & 0xfc00) == 0xd800 && i + 1 < text.size() && (text[i + 1] & 0xfc00) == 0xdc00;
        if (paired) c = 0x10000 + ((c & 0x3ff) << 10) + (text[++i] & 0x3ffu);
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xc0 | (c >> 6)), put(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            put(0xe0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3f)), put(0x80 | (c & 0x3f));
        } else {
            put(0xf0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3f)), put(0x80 | ((c >> 6) & 0x3f));
            put(0x80 | (c & 0x3f));
        }
    }
    return out;
}

std::u16string widen(std::string const& text) {
    std::u16string out;
    for (std::size_t i = 0; i < text.size();) {
        unsigned const first = static_cast<unsigned char>(text[i]);
        unsigned const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        unsigned c = length == 1 ? first : first & (0xffu >> (length + 1));
        for (unsigned k = 1; k < length; ++k)
            c = (c << 6) | (static_cast<unsigned char>(text.at(i + k)) & 0x3fu);
        i += length;
        if (c < 0x10000) {
            out += static_cast<char16_t>(c);
        } else {
            out += static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10));
            out += static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff));
        }
    }
    return out;
}

class case_writer {
   public:
    case_writer(unsigned seed, std::ofstream& cases, std::ofstream& answers)
        : random_(seed), cases_(cases), answers_(answers) {}

    void load(std::size_t most_pieces) {
        std::u16string text;
        for (auto n = below(most_pieces); n != 0; --n) text += piece();
        cases_ << "load " << hex(text) << '\n';
        auto const p = parse_properties(narrow(text));
        answers_ << "load";
        if (!p) answers_ << " refused";
        if (p)
            for (auto const& [key, value] : *p)
                answers_ << ' ' << hex(widen(key)) << '=' << hex(widen(value));
        answers_ << '\n';
    }

    void date() {
        // From 1970 to 4000.
        auto const ms = std::uniform_int_distribution<std::int64_t>(0, 64'060'588'800'000)(random_);
        cases_ << "date " << ms << '\n';
        auto const text = format_properties({}, "", system_time(std::chrono::milliseconds(ms)));
        answers_ << "date " << hex_of_bytes(text.substr(3, text.size() - 4)) << '\n';
    }

    void store(properties_form form) {
        auto const stream = form == properties_form::stream;
        auto const comment = string_of(below(20));
        cases_ << (stream ? "stream " : "writer ") << hex(comment);
        properties entries;
        for (auto n = below(6); n != 0; --n) {
            auto const key = string_of(below(12)), value = string_of(below(30));
            cases_ << ' ' << hex(key) << ' ' << hex(value);
            entries.set(narrow(key), narrow(value));
        }
        cases_ << '\n';
        auto const header = format_properties({}, narrow(comment), {}, form);
        auto const all = format_properties(entries, narrow(comment), {}, form);
        auto const encoded = [&](std::string const& text) {
            return stream ? hex_of_bytes(text) : hex(widen(text));
        };
        answers_ << (stream ? "stream " : "writer ")
                 << encoded(header.substr(0, header.rfind('\n', header.size() - 2) + 1)) << ' '
                 << encoded(all.substr(header.size())) << '\n';
        auto const again = parse_properties(all.substr(header.size()));
        if (!again || !(*again == entries)) {
            std::cerr << "what was written does not read as what it was: " << hex_of_bytes(all) << '\n';
            std::exit(1);
        }
    }

   private:
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

    char16_t unit() {
        static constexpr char16_t special[] =
            u"\\\\\\\\\\  \t\f\n\r\n==::##!!u0aFgzxyé\u0080\u00a0\u0100\u2028\ufffd\u007f\u0001~>?";
        static constexpr char16_t halves[] = {0xd83d, 0xde00, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0};
        switch (below(12)) {
            case 0:
                return halves[below(std::size(halves))];
            case 1:
                return static_cast<char16_t>(below(0x10000));
            case 2:
                return static_cast<char16_t>(below(0x80));
            default:
                return special[below(std::size(special) - 1)];
        }
    }

    std::u16string string_of(std::size_t length) {
        std::u16string text;
        while (text.size() < length) text += unit();
        return text;
    }

    // Mostly single characters; sometimes what a random choice would hardly put together.
    std::u16string piece() {
        static constexpr std::u16string_view whole[] = {
            u"\r\n",      u"\\\n", u"\\\r\n", u"\\\r", u"\\u00e9", u"\\uD83D", u"\\uDE00", u"\\u12",
            u"\\\\u0041", u"key",  u" = ",    u"\n#",  u"\n!",     u"\\u003d", u"\\u000A", u"\\u005c"};
        if (below(4) == 0) return std::u16string(whole[below(std::size(whole))]);
        return std::u16string(1, unit());
    }

    std::mt19937 random_;
    std::ofstream& cases_;
    std::ofstream& answers_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: properties_cases SEED CASES_FILE ANSWERS_FILE\n";
        return 2;
    }
    std::ofstream cases(argv[2]), answers(argv[3]);
    case_writer write(static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10)), cases, answers);
    for (int i = 0; i != 20'000; ++i) write.load(4 + static_cast<std::size_t>(i) % 40);
    // Longer than the buffer Java reads through.
    for (int i = 0; i != 50; ++i) write.load(20'000);
    for (int i = 0; i != 5'000; ++i) {
        write.date();
        write.store(properties_form::writer);
        write.store(properties_form::stream);
    }
    return cases.flush() && answers.flush() ? 0 : 1;
}
