#pragma once

#include <ddbsnap/error.hpp>

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace ddbsnap {

/// A value or a failure. Nothing in this library throws for what the outside world does; `value()`
/// throws failure_error for callers who prefer exceptions.
///
///     auto r = co_await store.last();
///     if (!r) return std::move(r).error();
///     use(*r);
template <class T>
class [[nodiscard]] result {
   public:
    using value_type = T;

    /// Asio's co_spawn needs one to begin with; never what an operation returns.
    result() : state_(std::in_place_index<1>, failure(errc::operation_aborted, "no result")) {}
    result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    template <class U>
    requires(std::is_constructible_v<T, U&&>&& std::is_convertible_v<U&&, T> &&
             !std::is_same_v<std::remove_cvref_t<U>, T> && !std::is_same_v<std::remove_cvref_t<U>, failure> &&
             !std::is_same_v<std::remove_cvref_t<U>, result>) result(U&& value)
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}
    result(failure f) : state_(std::in_place_index<1>, std::move(f)) {}

    explicit operator bool() const noexcept { return state_.index() == 0; }
    bool has_value() const noexcept { return state_.index() == 0; }

    T& operator*() & noexcept { return *std::get_if<0>(&state_); }
    T const& operator*() const& noexcept { return *std::get_if<0>(&state_); }
    T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
    T* operator->() noexcept { return std::get_if<0>(&state_); }
    T const* operator->() const noexcept { return std::get_if<0>(&state_); }

    T& value() & { return check(), **this; }
    T const& value() const& { return check(), **this; }
    /// By value, so that `for (auto& x : f().value().items)` does not outlive what it walks over.
    T value() && { return check(), std::move(**this); }

    failure& error() & noexcept { return *std::get_if<1>(&state_); }
    failure const& error() const& noexcept { return *std::get_if<1>(&state_); }
    failure&& error() && noexcept { return std::move(*std::get_if<1>(&state_)); }

   private:
    void check() const {
        if (!*this) throw failure_error(error());
    }

    std::variant<T, failure> state_;
};

/// Success without a value, or a failure.
template <>
class [[nodiscard]] result<void> {
   public:
    using value_type = void;

    result() noexcept = default;
    result(failure f) : failure_(std::move(f)) {}

    explicit operator bool() const noexcept { return !failure_; }
    bool has_value() const noexcept { return !failure_; }
    void value() const {
        if (failure_) throw failure_error(*failure_);
    }

    failure& error() & noexcept { return *failure_; }
    failure const& error() const& noexcept { return *failure_; }
    failure&& error() && noexcept { return std::move(*failure_); }

   private:
    std::optional<failure> failure_;
};

}  // namespace ddbsnap
