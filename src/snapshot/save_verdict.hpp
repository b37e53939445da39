#pragma once

#include <ddbsnap/error.hpp>

namespace ddbsnap {

/// What a save's failure means for what is to become of the snapshot.
enum class save_verdict {
    again,             ///< it may pass
    refused_here,      ///< by this table, with these keys: somebody has to mend that; the snapshot is good
    refused_snapshot,  ///< this snapshot will never be stored
};

save_verdict judge_save(failure const&) noexcept;

}  // namespace ddbsnap
