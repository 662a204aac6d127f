//! What a domain's interfaces and networks share: MAC addresses, routes, VLANs, bandwidth, virtual ports. libvirt's
//! `virnetdev*` helpers.

mod config;
mod virtual_port;
mod xml;

pub use config::*;
pub use virtual_port::{PortDemand, format_virtual_port, parse_virtual_port};
pub use xml::{
    format_bandwidth, format_route, format_vlan, masked, nobody, parse_bandwidth, parse_ip, parse_route,
    parse_vlan, validate_bandwidth,
};
