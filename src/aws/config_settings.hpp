#pragma once

#include "aws/shared_files.hpp"

#include <ddbsnap/aws_config.hpp>

#include <initializer_list>

namespace ddbsnap::aws {

/// Looks settings up: the first variable that is set, else the profile's property, with where it was found.
class config_settings {
   public:
    /// What is given must outlive this object, but for the name.
    config_settings(world const& outside, shared_files const& files, std::string profile_name)
        : outside_(outside), files_(files), profile_name_(std::move(profile_name)) {}

    /// Unset when none says.
    sourced<std::string> text(std::initializer_list<char const*> variables, char const* property) const;

    // Typed forms.
    // @errors errc::invalid_configuration for a value that cannot be meant, naming its source
    result<sourced<bool>> flag(char const* variable, char const* property) const;
    result<sourced<int>> count(char const* variable, char const* property) const;  ///< 1 or more

    sourced<std::string> from_environment(std::initializer_list<char const*> variables) const;
    sourced<std::string> from_profile(char const* property) const;

    shared_files const& files() const noexcept { return files_; }
    std::string const& profile_name() const noexcept { return profile_name_; }

   private:
    world const& outside_;
    shared_files const& files_;
    std::string profile_name_;
};

/// The profile of a configuration; one filled in by hand may leave it to the environment.
profile_choice choice_of(aws_config const&, world const&);

/// errc::invalid_configuration: `SOURCE is "VALUE": EXPECTATION`.
failure cannot_be_meant(sourced<std::string> const& setting, std::string_view expectation);

}  // namespace ddbsnap::aws
