//! libvirt's RPC for a simulated world: what one connection of a client says and hears.
//!
//! A face of the core: it translates packets to calls and outcomes to packets, and holds no rule of libvirt's.

pub mod cli;
pub mod peer;
pub mod serve;
pub mod wire;
pub mod worlds;
