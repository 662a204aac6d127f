//! Connections: URIs and what they reach.

mod auth;
mod local;
mod open;
mod place;
mod remote;
mod route;
mod transport;
mod uri;
mod uri_format;
mod uri_reader;

pub use auth::{Auth, AuthMethod, CredentialKind, CredentialRequest, authenticate, requests};
pub use open::{resolve, resolve_in_daemon};
pub use place::Resolved;
pub use route::{Route, route};
pub use transport::Transport;
pub use uri::{Parameter, Part, PartKind, Uri};
