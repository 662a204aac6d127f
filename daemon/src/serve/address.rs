//! Where to listen, as it is said on the command line.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// libvirt's port for plain TCP.
pub const TCP_PORT: u16 = 16509;
/// libvirt's port for TLS.
pub const TLS_PORT: u16 = 16514;
/// The port of the page.
pub const HTTP_PORT: u16 = 8080;

/// An address whose port may be left to libvirt's convention: `127.0.0.1`, `127.0.0.1:16509`, `[::1]`, `localhost:0`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Address {
    /// The address.
    pub ip: IpAddr,
    /// The port; none for the usual one, 0 for any that is free.
    pub port: Option<u16>,
}

impl Address {
    /// With the usual port of what listens there.
    pub fn with_port(self, usual: u16) -> SocketAddr {
        SocketAddr::new(self.ip, self.port.unwrap_or(usual))
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if let Ok(ip) = bare.parse() {
            return Ok(Self { ip, port: None });
        }
        if let Ok(whole) = text.parse::<SocketAddr>() {
            return Ok(Self { ip: whole.ip(), port: Some(whole.port()) });
        }
        let (host, port) = match text.split_once(':') {
            Some((host, port)) => (host, port.parse().map(Some).ok()),
            None => (text, Some(None)),
        };
        match (host, port) {
            ("localhost", Some(port)) => Ok(Self { ip: IpAddr::from([127, 0, 0, 1]), port }),
            _ => Err("an address of this machine is wanted, and a port if not the usual one: 127.0.0.1, \
                      127.0.0.1:16509, [::1]:0"
                .to_owned()),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => SocketAddr::new(self.ip, port).fmt(f),
            None => self.ip.fmt(f),
        }
    }
}

/// The socket that is listened on unless another is named: in the user's runtime directory.
///
/// # Errors
/// That there is none, and what to do.
pub fn default_socket() -> Result<PathBuf, String> {
    let folder = match std::env::var_os("XDG_RUNTIME_DIR") {
        Some(folder) if Path::new(&folder).is_absolute() => PathBuf::from(folder),
        _ if rustix::process::geteuid().is_root() => PathBuf::from("/run"),
        _ => {
            return Err("XDG_RUNTIME_DIR is not set, so there is no usual place for a socket: \
                        name one with --unix PATH"
                .to_owned());
        }
    };
    Ok(folder.join("virtlab/virtlab.sock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_may_be_left_out() {
        for (text, expected) in [
            ("127.0.0.1", "127.0.0.1:16509"),
            ("127.0.0.1:0", "127.0.0.1:0"),
            ("localhost", "127.0.0.1:16509"),
            ("localhost:5", "127.0.0.1:5"),
            ("::1", "[::1]:16509"),
            ("[::1]", "[::1]:16509"),
            ("[::1]:7", "[::1]:7"),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.with_port(TCP_PORT).to_string(), expected);
        }
        for text in ["", "example.com", "127.0.0.1:", "127.0.0.1:99999", "localhost:x", ":16509"] {
            assert!(text.parse::<Address>().unwrap_err().starts_with("an address"), "{text}");
        }
    }
}
