#include "aws/amz_date.hpp"

namespace ddbsnap {
namespace {

using namespace std::chrono;

void put_digits(char* to, unsigned value, int digits) noexcept {
    while (digits-- > 0) {
        to[digits] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

}  // namespace

amz_date::amz_date(system_time time) noexcept {
    auto const midnight = floor<days>(time);
    year_month_day const date(midnight);
    auto const second = static_cast<unsigned>(floor<seconds>(time - midnight).count());
    char* const to = text_.data();
    put_digits(to, static_cast<unsigned>(int(date.year())), 4);
    put_digits(to + 4, unsigned(date.month()), 2);
    put_digits(to + 6, unsigned(date.day()), 2);
    to[8] = 'T';
    put_digits(to + 9, second / 3600, 2);
    put_digits(to + 11, second / 60 % 60, 2);
    put_digits(to + 13, second % 60, 2);
    to[15] = 'Z';
}

bool amz_date::is_representable(system_time time) noexcept {
    return time >= sys_days(year(0) / 1 / 1) && time < sys_days(year(10000) / 1 / 1);
}

}  // namespace ddbsnap
