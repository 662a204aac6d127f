//! The way to a daemon outside the world, for clients that have one: what a URI says of it.

use super::remote::{check_settings, settings, transport};
use super::{Transport, Uri};
use crate::ground::Result;

/// The way that a URI describes. `doRemoteOpen` of libvirt, up to where it connects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// How to get there.
    pub transport: Transport,
    /// The machine; none for this one.
    pub server: Option<Box<str>>,
    /// The port, the transport's own unless the URI names one.
    pub port: u32,
    /// The socket that the URI names, for [`Transport::Unix`].
    pub socket: Option<Box<str>>,
    /// The driver that the URI names.
    pub driver: Option<Box<str>>,
    /// The folder with certificates that the URI names, for [`Transport::Tls`].
    pub pki: Option<Box<str>>,
    /// Whether the server's certificate need not be in order.
    pub no_verify: bool,
    /// The URI that the daemon is asked to open.
    pub daemon_uri: String,
    /// What `virConnectGetURI` answers.
    pub uri: String,
}

/// The way to the daemon of a URI; none for what the test driver within the client's process takes, and for what is no URI
/// of a driver.
///
/// # Errors
/// What libvirt answers for a URI that is wrong.
pub fn route(name: &str) -> Result<Option<Route>> {
    let uri = Uri::parse(name)?;
    let Some(scheme) = uri.scheme.as_deref() else { return Ok(None) };
    if scheme == "test" && uri.server.is_none() {
        return Ok(None);
    }
    let transport = transport(&uri)?;
    let settings = settings(&uri)?;
    check_settings(transport, &settings)?;
    let daemon_uri = match (settings.name, uri.driver()) {
        (Some(name), _) => name.to_owned(),
        (None, Some("remote")) => String::new(),
        (None, _) => uri.format_for_daemon(),
    };
    let port = if uri.port != 0 { uri.port } else { transport.default_port().unwrap_or(0) };
    let parameter = |name: &str| uri.parameter(name).filter(|value| !value.is_empty());
    Ok(Some(Route {
        transport,
        server: uri.server.clone(),
        port,
        socket: settings.socket.map(Into::into),
        driver: uri.driver().map(Into::into),
        pki: parameter("pkipath").map(Into::into),
        no_verify: parameter("no_verify").is_some_and(|value| value != "0"),
        daemon_uri,
        uri: uri.format(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_says_the_way() {
        assert_eq!(route("test:///default"), Ok(None));
        let unix = route("test+unix:///default?socket=/run/s").expect("a URI").expect("a way");
        assert_eq!((unix.transport, unix.socket.as_deref()), (Transport::Unix, Some("/run/s")));
        assert_eq!((&*unix.daemon_uri, unix.server), ("test:///default", None));
        let tls = route("qemu://host/system?pkipath=/pki&no_verify=1").expect("a URI").expect("a way");
        assert_eq!((tls.transport, tls.port, tls.pki.as_deref()), (Transport::Tls, 16514, Some("/pki")));
        assert!(tls.no_verify);
        assert_eq!((&*tls.daemon_uri, tls.server.as_deref()), ("qemu:///system", Some("host")));
        assert!(route("qemu+nope:///system").is_err());
    }
}
