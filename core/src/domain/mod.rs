//! Domains: their configuration, the XML that it comes from and goes to.

pub mod config;
pub mod xml;
