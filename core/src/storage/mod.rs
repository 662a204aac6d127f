//! Storage pools and their volumes: documents, life, and the lists of them. libvirt's `storage_conf` and
//! `virstorageobj`, under the rules of its test driver, whose pools hold names and sizes and no data.

pub mod config;
mod conflict;
mod event;
pub mod kind;
mod list;
pub mod rules;
pub mod schema;
pub mod sources;
mod xml;

pub use config::{PoolDef, VolumeDef};
pub use event::StoragePoolEvent;
pub use kind::{PoolType, VolumeType};
pub use list::{Pool, PoolList, Space, check, matches};
pub use xml::{format_pool, format_volume, parse_pool, parse_source, parse_volume};
