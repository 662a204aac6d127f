//! The public functions, a file for each area: each takes the arguments apart, asks the family, and puts the answer together.

pub(super) mod agent;
pub(super) mod checkpoint;
pub(super) mod connection;
pub(super) mod device;
pub(super) mod error;
pub(super) mod event;
pub(super) mod host;
pub(super) mod identity;
pub(super) mod image;
pub(super) mod info;
pub(super) mod life;
pub(super) mod list;
pub(super) mod migrate;
pub(super) mod moment;
pub(super) mod network;
pub(super) mod own;
pub(super) mod records;
pub(super) mod refused;
pub(super) mod snapshot;
pub(super) mod stats;
pub(super) mod stream;
