//! virtlab's core: libvirt 12.8.0's API as a deterministic world.
//!
//! Floors, each of which only looks down: `ground` ← families (`host`, `connection`, `netdev`, `domain`, `network`, `storage`) ← `api` ← `world` ← `walkthrough`.
//! The one door is `world::World::perform`. docs/architecture.md has the map.

pub mod api;
pub mod connection;
pub mod domain;
pub mod ground;
pub mod host;
pub mod netdev;
pub mod network;
pub mod storage;
pub mod walkthrough;
pub mod world;
