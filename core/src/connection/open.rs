//! What a URI reaches: libvirt's way from `virConnectOpen` to a driver, walked in its order so that a wrong URI fails as
//! it does there.
//!
//! The lab's machines all run one daemon (libvirtd) that serves every driver of the machine and listens on every
//! transport; clients are root, have the certificates that TLS wants and the keys that SSH wants.

use super::place::{Place, Resolved, no_driver, through_daemon};
use super::{Transport, Uri, local, remote};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::host::{Driver, HostKey, Lab};

/// A daemon that opens a connection to a daemon that opens a connection …: how far that may go.
const DAEMONS_MAX: usize = 8;

/// Which host of the lab a URI reaches. `virConnectOpen`, `virConnectOpenReadOnly` and `virConnectOpenAuth` of libvirt,
/// up to the point where credentials are asked for.
///
/// `name` is NULL or empty for the default. The test driver inside the client refuses flags that it does not know.
///
/// # Errors
/// What libvirt answers for a URI that is wrong, that no driver takes, or whose machine cannot be reached.
pub fn resolve(name: Option<&str>, flags: u32, lab: &Lab) -> Result<Resolved> {
    let place = Place { lab, machine: &lab.local_hostname, daemons: 0, flags };
    let name = name.filter(|name| !name.is_empty()).or(lab.default_uri.as_deref());
    match name {
        Some(name) => open(name, place),
        // The client leaves the choice to its machine's daemon.
        None => {
            let (host, uri) = probe(None, place)?;
            Ok(Resolved { uri: uri.into(), ..through_daemon(host, Transport::Unix) })
        }
    }
}

/// What a daemon opens when it is told no URI: the first driver that it has.
fn probe(name: Option<&str>, place: Place) -> Result<(HostKey, String)> {
    let host = [Driver::Xen, Driver::Qemu].into_iter().find_map(|driver| place.hosts(driver).next());
    let host = host.ok_or_else(|| no_driver(name.unwrap_or("<null>")))?;
    Ok((host.key.clone(), format!("{}://{}", host.driver().uri_scheme(), host.driver().uri_path())))
}

/// Which host of the lab a URI reaches that a client handed to the daemon of the client's machine. libvirtd's opening.
///
/// `name` is NULL or empty for the daemon's choice.
///
/// # Errors
/// What libvirtd answers for a URI that is wrong, that no driver takes, or that needs credentials.
pub fn resolve_in_daemon(name: Option<&str>, flags: u32, lab: &Lab) -> Result<Resolved> {
    let place = Place { lab, machine: &lab.local_hostname, daemons: 1, flags };
    in_daemon(name.unwrap_or_default(), place)
}

/// What a daemon does with the URI that a client hands it.
fn in_daemon(name: &str, place: Place) -> Result<Resolved> {
    if name.is_empty() {
        let (host, uri) = probe(None, place)?;
        return Ok(Resolved { uri: uri.into(), ..through_daemon(host, Transport::Unix) });
    }
    if place.daemons > DAEMONS_MAX {
        let message = format!("Remote URI leads through more than {DAEMONS_MAX} daemons");
        return Err(VirError::new(ErrorDomain::Rpc, ErrorCode::OperationDenied, message));
    }
    if Uri::parse(name)?.transport_name().is_some() {
        let message = format!("Remote URI '{name}' is not permitted to include a transport");
        return Err(VirError::new(ErrorDomain::Rpc, ErrorCode::OperationDenied, message));
    }
    let resolved = open(name, place)?;
    match resolved.auth {
        // The daemon has nobody to ask.
        Some(_) => Err(super::auth::missing()),
        None => Ok(resolved),
    }
}

/// `virConnectOpenInternal` of libvirt: checks the URI, then asks each driver in turn.
fn open(name: &str, place: Place) -> Result<Resolved> {
    let name = if name.eq_ignore_ascii_case("xen") || name == "xen://" { "xen:///system" } else { name };
    let uri = Uri::parse(name)?;
    let Some(scheme) = uri.scheme.as_deref() else {
        return Err(no_driver(&format!("URI '{name}' does not include a driver name")));
    };
    check_missing_slash(name, scheme, &uri)?;
    check_embedded(scheme, &uri)?;
    if scheme == "test" && uri.server.is_none() {
        return local::open_test(name, &uri, place);
    }
    local::check_other_drivers(scheme, &uri, place)?;
    if place.daemons == 0 || uri.server.is_some() {
        return remote::open(&uri, place, in_daemon);
    }
    open_in_place(name, &uri, place)
}

/// `qemu://system` means a machine called `system`, and hardly anybody means that.
fn check_missing_slash(name: &str, scheme: &str, uri: &Uri) -> Result<()> {
    let Some(server @ ("session" | "system")) = uri.server.as_deref() else { return Ok(()) };
    if !matches!(scheme, "qemu" | "vbox" | "vz") {
        return Ok(());
    }
    let message = format!("invalid URI {name} (maybe you want {scheme}:///{server})");
    Err(VirError::internal(ErrorDomain::None, message))
}

/// `/embed` asks for a driver inside the client, which the lab has none of: it ends where libvirt wants an event loop.
fn check_embedded(scheme: &str, uri: &Uri) -> Result<()> {
    if &*uri.path != "/embed" {
        return Ok(());
    }
    if !scheme.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(no_driver(&format!("URI scheme '{scheme}' for embedded driver is not valid")));
    }
    // Parameters are looked up as they are spelt here.
    let root = uri.parameters.iter().find(|parameter| &*parameter.name == "root");
    Err(match root {
        None => VirError::new(ErrorDomain::Uri, ErrorCode::InvalidArg, "Missing URI parameter 'root'"),
        Some(root) if !root.value.starts_with('/') => {
            VirError::new(ErrorDomain::None, ErrorCode::ConfigUnsupported, "root path must be absolute")
        }
        Some(_) => {
            let message = "An event loop implementation must be registered";
            VirError::new(ErrorDomain::Event, ErrorCode::ConfigUnsupported, message)
        }
    })
}

/// The drivers of the daemon itself.
fn open_in_place(name: &str, uri: &Uri, place: Place) -> Result<Resolved> {
    let driver = uri.scheme.as_deref().and_then(Driver::from_uri_scheme);
    let host = driver.and_then(|driver| place.hosts(driver).next()).ok_or_else(|| no_driver(name))?;
    let path = &*uri.path;
    let (domain, known, called) = match host.driver() {
        Driver::Xen => (ErrorDomain::Libxl, matches!(path, "" | "/" | "/system"), "Xen"),
        _ => (ErrorDomain::None, matches!(path, "/system" | "/session"), "qemu"),
    };
    if !known {
        let scheme = host.driver().uri_scheme();
        let message = format!("unexpected {called} URI path '{path}', try {scheme}:///system");
        return Err(VirError::internal(domain, message));
    }
    Ok(through_daemon(host.key.clone(), Transport::Unix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(uri: &str) -> String {
        match resolve(Some(uri), 0, &Lab::builtin()) {
            Ok(found) => format!(
                "{} {} {}{}",
                found.host,
                found.uri,
                u8::from(found.encrypted),
                u8::from(found.secure)
            ),
            Err(error) => error.message.into(),
        }
    }

    #[test]
    fn each_transport_reaches_the_machine_of_that_name() {
        for (uri, expected) in [
            ("qemu:///system", "kvm1 qemu:///system 01"),
            ("qemu+unix:///system", "kvm1 qemu+unix:///system 01"),
            ("qemu://kvm2.example.com/system", "kvm2 qemu://kvm2.example.com/system 11"),
            ("qemu+tls://KVM2/session", "kvm2 qemu+tls://KVM2/session 11"),
            ("qemu+tcp://kvm2.example.com/system", "kvm2 qemu+tcp://kvm2.example.com/system 00"),
            (
                "qemu+ssh://root@kvm2.example.com:22/system",
                "kvm2 qemu+ssh://root@kvm2.example.com:22/system 01",
            ),
            ("qemu+libssh2://localhost/system", "kvm1 qemu+libssh2://localhost/system 01"),
            (
                "qemu+ext://kvm2/system?command=/usr/bin/way",
                "kvm2 qemu+ext://kvm2/system?command=/usr/bin/way 00",
            ),
            ("xen+ssh://root@node.example.com/", "xen xen+ssh://root@node.example.com/ 01"),
            ("xen+tcp://node.example.com", "xen xen+tcp://node.example.com 00"),
            ("test:///default", "test test:///default 01"),
            ("test+ssh://localhost/default", "test test+ssh://localhost/default 01"),
            ("remote+ssh://node.example.com/", "xen remote+ssh://node.example.com/ 01"),
            ("qemu:///system?name=qemu://kvm2/system", "kvm2 qemu:///system?name=qemu://kvm2/system 01"),
        ] {
            assert_eq!(reach(uri), expected);
        }
    }

    #[test]
    fn an_unknown_machine_fails_as_the_transport_does() {
        let no_name = "Unable to resolve address 'no.example.com' service";
        for (transport, expected) in [
            ("", format!("{no_name} '16514': Name or service not known")),
            ("+tcp", format!("{no_name} '16509': Name or service not known")),
            ("+libssh", format!("{no_name} '22': Name or service not known")),
            (
                "+ssh",
                "Cannot recv data: ssh: Could not resolve hostname no.example.com: Name or service not known: \
                 Connection reset by peer"
                    .into(),
            ),
        ] {
            assert_eq!(reach(&format!("qemu{transport}://no.example.com/system")), expected);
        }
        assert_eq!(
            reach("qemu+tcp://192.0.2.1/system"),
            "unable to connect to server at '192.0.2.1:16509': No route to host"
        );
        assert_eq!(
            reach("qemu+ssh://kvm2.example.com:2222/system"),
            "Cannot recv data: ssh: connect to host kvm2.example.com port 2222: Connection refused: \
             Connection reset by peer"
        );
    }

    #[test]
    fn a_machine_has_only_its_own_drivers() {
        assert_eq!(reach("xen://kvm2.example.com/"), "no connection driver available for xen:///");
        assert_eq!(
            reach("qemu+ssh://node.example.com/system"),
            "no connection driver available for qemu:///system"
        );
        assert_eq!(reach("test+ssh://kvm2/default"), "no connection driver available for test:///default");
        assert_eq!(
            reach("xen+ssh://node.example.com/session"),
            "internal error: unexpected Xen URI path '/session', try xen:///system"
        );
    }

    #[test]
    fn the_default_is_the_environment_s_or_the_daemon_s_choice() {
        let mut lab = Lab::builtin();
        for name in [None, Some("")] {
            let found = resolve(name, 0, &lab).expect("the local daemon's choice");
            assert_eq!((found.host.as_str(), &*found.uri), ("kvm1", "qemu:///system"));
        }
        lab.default_uri = Some("test:///default".into());
        assert_eq!(resolve(None, 0, &lab).expect("a connection").host.as_str(), "test");
        lab.default_uri = None;
        lab.hosts.retain(|host| host.driver() == Driver::Test);
        let error = resolve(None, 0, &lab).expect_err("no daemon has a driver");
        assert_eq!(&*error.message, "no connection driver available for <null>");
    }

    #[test]
    fn daemons_that_lead_to_daemons_end() {
        let mut uri = "qemu://kvm2/system".to_owned();
        for _ in 0..12 {
            let inner = uri.replace('%', "%25").replace('&', "%26").replace('?', "%3F");
            uri = format!("qemu://kvm2/system?name={inner}");
        }
        assert!(reach(&uri).contains("more than 8 daemons"), "{}", reach(&uri));
    }
}
