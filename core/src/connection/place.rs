//! Where a URI is looked at, and what it leads to.

use std::net::IpAddr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Transport;
use super::auth::AuthMethod;
use crate::ground::{ErrorCode, ErrorDomain, VirError};
use crate::host::{Driver, HostConfig, HostKey, Lab};

/// `VIR_CONNECT_RO`: the only flag that drivers see.
pub(super) const READ_ONLY: u32 = 1;

/// A connection that can be opened.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Resolved {
    /// The host that it is to.
    pub host: HostKey,
    /// What `virConnectGetURI` answers.
    pub uri: Arc<str>,
    /// How it gets to the daemon; none for the test driver inside the client's process.
    pub transport: Option<Transport>,
    /// Whether it goes through a daemon, and so through libvirt's remote driver: of this machine or of another.
    pub remote: bool,
    /// What `virConnectIsEncrypted` answers.
    pub encrypted: bool,
    /// What `virConnectIsSecure` answers.
    pub secure: bool,
    /// Who asks for credentials, if somebody does.
    pub auth: Option<AuthMethod>,
}

/// Where a URI is looked at: in a client, or in the daemon of a machine that a client told to open it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub lab: &'a Lab,
    /// The machine's hostname.
    pub machine: &'a str,
    /// How many daemons are between the client and here.
    pub daemons: usize,
    pub flags: u32,
}

impl<'a> Place<'a> {
    /// The machine's hosts of a driver.
    pub fn hosts(self, driver: Driver) -> impl Iterator<Item = &'a HostConfig> {
        self.lab.hosts.iter().filter(move |host| &*host.hostname == self.machine && host.driver() == driver)
    }
    /// The machine of the lab that a name or address means, seen from here: itself by `localhost`, its neighbours by their
    /// full hostname or, in the same domain, by the first part of it.
    pub fn machine_called(self, server: &str) -> Option<&'a str> {
        let own = server.eq_ignore_ascii_case("localhost")
            || server.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if own {
            return Some(self.machine);
        }
        let domain = self.machine.split_once('.').map_or("", |(_, domain)| domain);
        let mut hostnames = self.lab.hosts.iter().map(|host| &*host.hostname);
        hostnames.find(|hostname| {
            let short = hostname.split_once('.').filter(|(_, of)| of.eq_ignore_ascii_case(domain));
            hostname.eq_ignore_ascii_case(server)
                || short.is_some_and(|(short, _)| short.eq_ignore_ascii_case(server))
        })
    }
}

/// A connection to a host that a daemon serves; its URI is still to be told.
pub(super) fn through_daemon(host: HostKey, transport: Transport) -> Resolved {
    let (encrypted, secure) = (transport.encrypted(), transport.secure());
    Resolved { host, uri: "".into(), transport: Some(transport), remote: true, encrypted, secure, auth: None }
}

/// No driver takes the URI.
pub(super) fn no_driver(what: &str) -> Box<VirError> {
    VirError::new(ErrorDomain::None, ErrorCode::NoConnect, what)
}
