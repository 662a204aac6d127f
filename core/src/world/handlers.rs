//! From a row to the function that does its work.

use super::args::Handler;
use super::public::{
    agent, block_tuning, checkpoint, connection, cpus, description, device, error, event, event_loop, guest,
    handle, host, identity, image, info, iothreads, life, list, metadata, migrate, network, own, params,
    records, refused, snapshot, stats, storage, storage_volume, stream, stream_event, tuning,
};
use crate::api::FunctionId;

/// The files of `public/`, each with its own `match` from row to handler.
const AREAS: &[fn(FunctionId) -> Option<Handler>] = &[
    connection::handler,
    host::handler,
    error::handler,
    identity::handler,
    handle::handler,
    list::handler,
    life::handler,
    info::handler,
    agent::handler,
    guest::handler,
    metadata::handler,
    device::handler,
    stats::handler,
    stream::handler,
    stream_event::handler,
    image::handler,
    migrate::handler,
    refused::handler,
    tuning::handler,
    block_tuning::handler,
    cpus::handler,
    iothreads::handler,
    description::handler,
    params::handler,
    records::handler,
    network::handler,
    storage::handler,
    storage_volume::handler,
    snapshot::handler,
    checkpoint::handler,
    event::handler,
    event_loop::handler,
    own::handler,
];

/// The function that does the work of a row; none where the row says that the driver refuses it.
pub(super) fn handler(id: FunctionId) -> Option<Handler> {
    AREAS.iter().find_map(|area| area(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_handler_unless_the_driver_refuses_it() {
        for row in crate::api::functions() {
            assert_eq!(handler(row.id).is_none(), row.refused, "{}", row.id.c_name());
        }
    }

    #[test]
    fn a_row_has_one_handler() {
        for id in FunctionId::ALL {
            let found = AREAS.iter().filter(|area| area(*id).is_some()).count();
            assert!(found < 2, "{}", id.c_name());
        }
    }
}
