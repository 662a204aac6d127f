//! libvirt's RPC: for clients of a simulated world, what one connection says and hears, and a client for any daemon.
//!
//! A face of the core: it translates packets to calls and outcomes to packets, and holds no rule of libvirt's.

pub mod cli;
pub mod client;
pub mod draw;
pub mod peer;
pub mod serve;
pub mod wire;
pub mod worlds;
