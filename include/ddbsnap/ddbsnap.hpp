#pragma once

/// All of the public C++ API. Each header can be had alone, and costs less to compile.

#include <ddbsnap/attribute_value.hpp>
#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/background_runtime.hpp>
#include <ddbsnap/batch.hpp>
#include <ddbsnap/boost_version.hpp>
#include <ddbsnap/client_metrics.hpp>
#include <ddbsnap/connection_options.hpp>
#include <ddbsnap/credentials.hpp>
#include <ddbsnap/credentials_cache.hpp>
#include <ddbsnap/dynamodb_client.hpp>
#include <ddbsnap/error.hpp>
#include <ddbsnap/log.hpp>
#include <ddbsnap/metrics.hpp>
#include <ddbsnap/operations.hpp>
#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>
#include <ddbsnap/sigv4.hpp>
#include <ddbsnap/snapshot.hpp>
#include <ddbsnap/snapshot_store.hpp>
#include <ddbsnap/snapshot_writer.hpp>
#include <ddbsnap/torchserve.hpp>
#include <ddbsnap/version.hpp>
#include <ddbsnap/world.hpp>
#include <ddbsnap/writer_stats.hpp>
