//! The devices of a domain.

/// `<devices>`: what a domain is plugged together from.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Devices {}
