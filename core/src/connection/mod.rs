//! Connections: where a URI leads.

use std::sync::Arc;

use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::host::{HostKey, Lab};

/// Where a connection leads.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Resolved {
    /// The host.
    pub host: HostKey,
    /// What `virConnectGetURI` answers.
    pub uri: Arc<str>,
    /// Whether it goes through a daemon.
    pub remote: bool,
    /// Whether what goes over it is encrypted.
    pub encrypted: bool,
    /// Whether it cannot be listened to.
    pub secure: bool,
}

/// Finds the host that a URI leads to. Local URIs only, until the grammar of all others lands.
///
/// # Errors
/// `VIR_ERR_NO_CONNECT` where no driver takes the URI.
pub fn resolve(uri: Option<&str>, lab: &Lab) -> Result<Resolved> {
    let uri = uri.filter(|uri| !uri.is_empty()).unwrap_or(&lab.default_uri);
    match lab.hosts.iter().find(|host| host.uris.iter().any(|own| **own == *uri)) {
        Some(host) => Ok(Resolved {
            host: host.key.clone(),
            uri: uri.into(),
            remote: !host.driver().in_process(),
            encrypted: false,
            secure: true,
        }),
        None => Err(VirError::new(ErrorDomain::None, ErrorCode::NoConnect, uri)),
    }
}
