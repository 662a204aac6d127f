//! How a connection travels to the daemon that serves it.

use serde::{Deserialize, Serialize};

/// The transport of a URI: what stands after `+` in `driver+transport://…`. `remoteDriverTransport` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// TLS over TCP; what a URI with a server means unless it says otherwise.
    Tls,
    /// A UNIX socket of this machine; what a URI without a server means unless it says otherwise.
    Unix,
    /// The `ssh` command.
    Ssh,
    /// SSH by the library libssh2.
    Libssh2,
    /// A command of the user's own that connects stdin and stdout to the daemon.
    Ext,
    /// Plain TCP, for networks that are trusted.
    Tcp,
    /// SSH by the library libssh.
    Libssh,
}

impl Transport {
    /// Every transport, in libvirt's order.
    pub const ALL: [Transport; 7] = [
        Transport::Tls,
        Transport::Unix,
        Transport::Ssh,
        Transport::Libssh2,
        Transport::Ext,
        Transport::Tcp,
        Transport::Libssh,
    ];

    /// What it is called in a URI.
    pub const fn name(self) -> &'static str {
        match self {
            Transport::Tls => "tls",
            Transport::Unix => "unix",
            Transport::Ssh => "ssh",
            Transport::Libssh2 => "libssh2",
            Transport::Ext => "ext",
            Transport::Tcp => "tcp",
            Transport::Libssh => "libssh",
        }
    }

    /// The transport that a URI calls so; upper and lower case are the same.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|transport| transport.name().eq_ignore_ascii_case(name))
    }

    /// The TCP port that the other side listens on unless the URI names one.
    pub const fn default_port(self) -> Option<u32> {
        match self {
            Transport::Tls => Some(16514),
            Transport::Tcp => Some(16509),
            Transport::Ssh | Transport::Libssh | Transport::Libssh2 => Some(22),
            Transport::Unix | Transport::Ext => None,
        }
    }

    /// What `virConnectIsEncrypted` answers: whether libvirt itself encrypts. SSH does too, and libvirt does not count it.
    pub const fn encrypted(self) -> bool {
        matches!(self, Transport::Tls)
    }

    /// What `virConnectIsSecure` answers: whether nobody can listen in. A command of the user's own is not trusted.
    pub const fn secure(self) -> bool {
        !matches!(self, Transport::Tcp | Transport::Ext)
    }
}
