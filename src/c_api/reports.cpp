#include "c_api/reports.hpp"

#include "c_api/status.hpp"

#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

namespace ddbsnap::c_api {
namespace {

// One block of malloc(): an object, an array of another, then texts.
class block {
   public:
    explicit block(std::size_t size) : start_(static_cast<char*>(std::malloc(size))), next_(start_) {
        if (!start_) throw std::bad_alloc();
    }

    // Objects come before texts, the more strictly aligned ones first.
    template <class T>
    T* place(std::size_t count = 1) noexcept {
        auto* const first = reinterpret_cast<T*>(next_);
        for (std::size_t i = 0; i != count; ++i) new (first + i) T{};
        next_ += count * sizeof(T);
        return first;
    }
    char const* place(std::string_view text) noexcept {
        auto* const first = next_;
        if (!text.empty()) std::memcpy(first, text.data(), text.size());
        first[text.size()] = '\0';
        next_ += text.size() + 1;
        return first;
    }

   private:
    char* start_;
    char* next_;
};

}  // namespace

std::string message_of(save_report const& r) { return r.why ? r.why->to_string() : std::string(); }

ddbsnap_report view_of(save_report const& r, char const* message) noexcept {
    ddbsnap_report view{};
    view.outcome = outcome_of(r.outcome);
    view.status = r.why ? status_of(r.why->code()) : DDBSNAP_OK;
    view.message = message;
    view.series = r.snapshot.series.c_str();
    view.name = r.snapshot.name.c_str();
    view.created_ms = r.snapshot.created.time_since_epoch().count();
    view.size = r.snapshot.size.value_or(0);
    view.superseded_by_other = r.superseded_by_other;
    return view;
}

ddbsnap_reports* copy_reports(std::vector<save_report> const& reports) {
    static_assert(alignof(ddbsnap_reports) >= alignof(ddbsnap_report));
    static_assert(alignof(ddbsnap_report) >= alignof(ddbsnap_report const*));
    std::vector<std::string> messages;
    messages.reserve(reports.size());
    std::size_t size =
        sizeof(ddbsnap_reports) + reports.size() * (sizeof(ddbsnap_report) + sizeof(ddbsnap_report const*));
    for (auto const& r : reports) {
        messages.push_back(message_of(r));
        size += r.snapshot.series.size() + r.snapshot.name.size() + messages.back().size() + 3;
    }
    block b(size);
    auto* const list = b.place<ddbsnap_reports>();
    auto* const copies = b.place<ddbsnap_report>(reports.size());
    auto* const pointers = b.place<ddbsnap_report const*>(reports.size());
    for (std::size_t i = 0; i != reports.size(); ++i) {
        copies[i] = view_of(reports[i], nullptr);
        copies[i].message = b.place(messages[i]);
        copies[i].series = b.place(reports[i].snapshot.series);
        copies[i].name = b.place(reports[i].snapshot.name);
        pointers[i] = &copies[i];
    }
    list->count = reports.size();
    list->reports = pointers;
    return list;
}

ddbsnap_snapshot* copy_snapshot(snapshot const& s) {
    block b(sizeof(ddbsnap_snapshot) + s.series.size() + s.name.size() + s.body.size() + 3);
    auto* const copy = b.place<ddbsnap_snapshot>();
    copy->series = b.place(s.series);
    copy->name = b.place(s.name);
    copy->created_ms = s.created.time_since_epoch().count();
    copy->expires_ms = s.expires ? s.expires->time_since_epoch().count() : 0;
    copy->is_binary = s.kind == body_kind::binary;
    copy->size = s.body.size();
    copy->body = b.place(s.body);
    return copy;
}

}  // namespace ddbsnap::c_api
