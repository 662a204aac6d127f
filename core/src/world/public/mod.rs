//! The public functions, a file for each area: each takes the arguments apart, asks the family, and puts the answer together.

pub(super) mod agent;
pub(super) mod block_tuning;
pub(super) mod checkpoint;
pub(super) mod connection;
pub(super) mod cpus;
pub(super) mod description;
pub(super) mod device;
pub(super) mod error;
pub(super) mod event;
pub(super) mod event_loop;
pub(super) mod guest;
pub(super) mod handle;
pub(super) mod host;
pub(super) mod identity;
pub(super) mod image;
pub(super) mod info;
pub(super) mod iothreads;
pub(super) mod life;
pub(super) mod list;
pub(super) mod metadata;
pub(super) mod migrate;
pub(super) mod moment;
pub(super) mod network;
pub(super) mod own;
pub(super) mod params;
pub(super) mod records;
pub(super) mod refused;
pub(super) mod snapshot;
pub(super) mod stats;
pub(super) mod storage;
pub(super) mod storage_volume;
pub(super) mod stream;
pub(super) mod stream_event;
pub(super) mod tuning;

use super::args::Args;
use crate::api::FunctionId;
use crate::ground::Result;

/// What `Check::Own` of a row stands for.
pub(super) fn own_check(args: &Args<'_>) -> Result<()> {
    match args.row.id {
        FunctionId::DomainGetVcpus => cpus::check_room(args),
        FunctionId::DomainGetCPUStats => cpus::check_stats(args),
        FunctionId::DomainSetLifecycleAction => description::check_action(args),
        FunctionId::DomainSendKey => guest::check_keys(args),
        FunctionId::DomainAnnounceInterface => params::check_given(args),
        FunctionId::DomainSetMetadata
        | FunctionId::DomainGetMetadata
        | FunctionId::NetworkSetMetadata
        | FunctionId::NetworkGetMetadata => metadata::check(args),
        FunctionId::StorageVolResize => storage_volume::check_capacity(args),
        _ => Ok(()),
    }
}
