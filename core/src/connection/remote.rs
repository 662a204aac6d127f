//! The remote driver: gets a connection to a daemon by a transport, and has the daemon open the rest.

use std::net::IpAddr;

use super::place::{Place, READ_ONLY, Resolved, through_daemon};
use super::{AuthMethod, Transport, Uri};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// The parameters of a URI that are for the way and not for the daemon; the last of a name counts.
#[derive(Default)]
pub(super) struct Settings<'a> {
    pub(super) name: Option<&'a str>,
    command: Option<&'a str>,
    pub(super) socket: Option<&'a str>,
    auth: Option<&'a str>,
    sshauth: Option<&'a str>,
    known_hosts_verify: Option<&'a str>,
    mode: Option<&'a str>,
    proxy: Option<&'a str>,
}

/// What a daemon does with the URI that it is handed.
pub(super) type InDaemon = fn(&str, Place) -> Result<Resolved>;

/// Opens a URI that no driver of the client takes. `remoteConnectOpen` of libvirt.
pub(super) fn open(uri: &Uri, place: Place, in_daemon: InDaemon) -> Result<Resolved> {
    let transport = transport(uri)?;
    let settings = settings(uri)?;
    let daemon_uri = match (settings.name, uri.driver()) {
        (Some(name), _) => name.to_owned(),
        (None, Some("remote")) => String::new(),
        (None, _) => uri.format_for_daemon(),
    };
    check_settings(transport, &settings)?;
    let machine = connect(uri, transport, &settings, place)?;
    let there = Place { machine, daemons: place.daemons + 1, flags: place.flags & READ_ONLY, ..place };
    // Whether the daemon wants to know who is there is known only with the host, yet it asks before it opens.
    let opened = in_daemon(&daemon_uri, there).map(|resolved| resolved.host);
    let accounts = match &opened {
        Ok(key) => place.lab.host(key).is_some_and(|host| !host.accounts.is_empty()),
        Err(_) => false,
    };
    let sasl = accounts && matches!(transport, Transport::Tcp | Transport::Tls);
    check_auth(settings.auth, sasl)?;
    let mut resolved = through_daemon(opened?, transport);
    resolved.uri = uri.format().into();
    if sasl {
        // SASL encrypts what TCP does not.
        (resolved.auth, resolved.encrypted, resolved.secure) = (Some(AuthMethod::Sasl), true, true);
    }
    Ok(resolved)
}

/// `remoteSplitURIScheme` of libvirt.
pub(super) fn transport(uri: &Uri) -> Result<Transport> {
    let server = uri.server.as_deref();
    let Some(name) = uri.transport_name() else {
        return Ok(if server.is_some() { Transport::Tls } else { Transport::Unix });
    };
    let transport = Transport::from_name(name).ok_or_else(|| {
        let known = "tls|unix|ssh|ext|tcp|libssh2|libssh";
        invalid(
            ErrorDomain::Remote,
            format!("remote_open: transport in URL not recognised (should be {known})"),
        )
    })?;
    match server {
        Some(server) if transport == Transport::Unix => {
            let message = format!("using unix socket and remote server '{server}' is not supported.");
            Err(invalid(ErrorDomain::Remote, message))
        }
        _ => Ok(transport),
    }
}

/// `doRemoteOpenExtractURIArgs` of libvirt.
pub(super) fn settings(uri: &Uri) -> Result<Settings<'_>> {
    let mut settings = Settings::default();
    for parameter in &uri.parameters {
        let value = &*parameter.value;
        let slot = match parameter.name.to_ascii_lowercase().as_str() {
            "name" => &mut settings.name,
            "command" => &mut settings.command,
            "socket" => &mut settings.socket,
            "auth" => &mut settings.auth,
            "sshauth" => &mut settings.sshauth,
            "known_hosts_verify" => &mut settings.known_hosts_verify,
            "mode" => &mut settings.mode,
            "proxy" => &mut settings.proxy,
            "no_sanity" | "no_verify" | "no_tty" if !is_c_int(value) => {
                let message = format!("Failed to parse value of URI component {}", parameter.name);
                return Err(invalid(ErrorDomain::Remote, message));
            }
            _ => continue,
        };
        *slot = Some(value);
    }
    Ok(settings)
}

/// What `strtol` reads to the end as an `int`: blanks and a sign before the digits.
fn is_c_int(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{b}');
    text.parse::<i32>().is_ok()
}

pub(super) fn check_settings(transport: Transport, settings: &Settings) -> Result<()> {
    if let Some(mode) = settings.mode.filter(|mode| !["auto", "legacy", "direct"].contains(mode)) {
        return Err(invalid(ErrorDomain::Remote, format!("Unknown remote mode '{mode}'")));
    }
    if let Some(proxy) = settings.proxy.filter(|proxy| !["auto", "netcat", "native"].contains(proxy)) {
        // The misspelling is libvirt's.
        return Err(invalid(ErrorDomain::Remote, format!("Unnkown proxy type '{proxy}'")));
    }
    if transport == Transport::Ext && settings.command.is_none() {
        let message = "remote_open: for 'ext' transport, command is required";
        return Err(invalid(ErrorDomain::Remote, message.to_owned()));
    }
    let ssh = matches!(transport, Transport::Ssh | Transport::Libssh | Transport::Libssh2);
    if ssh && settings.socket.is_none() && settings.mode == Some("direct") {
        let message = format!("Cannot use direct socket mode for {} transport", transport.name());
        return Err(VirError::new(ErrorDomain::Remote, ErrorCode::OperationUnsupported, message));
    }
    Ok(())
}

/// The way to the daemon: the hostname of the machine that it runs on.
fn connect<'a>(uri: &Uri, transport: Transport, settings: &Settings, place: Place<'a>) -> Result<&'a str> {
    let server = uri.server.as_deref().unwrap_or("localhost");
    match transport {
        Transport::Unix => connect_unix(uri, settings, place),
        Transport::Tls | Transport::Tcp => connect_tcp(uri, server, transport, place),
        Transport::Libssh | Transport::Libssh2 => {
            check_libssh(settings)?;
            connect_tcp(uri, server, transport, place)
        }
        Transport::Ssh => connect_ssh(uri, server, place),
        Transport::Ext => match settings.command {
            Some("") | None => {
                let message = "Cannot find '' in path";
                Err(VirError::system(ErrorDomain::None, 2, message, "No such file or directory"))
            }
            // What the command would say is not known: it fails in silence.
            Some(_) => place.machine_called(server).ok_or_else(|| lost("")),
        },
    }
}

/// A machine's one daemon listens on libvirtd's sockets; those of modular daemons are not there.
fn connect_unix<'a>(uri: &Uri, settings: &Settings, place: Place<'a>) -> Result<&'a str> {
    let end = if place.flags & READ_ONLY == 0 { "sock" } else { "sock-ro" };
    let path = match (settings.socket, settings.mode) {
        (Some(socket), _) => socket.to_owned(),
        (None, Some("direct")) => format!("/var/run/libvirt/virt{}d-{end}", uri.driver().unwrap_or_default()),
        (None, _) => return Ok(place.machine),
    };
    let below = path.strip_prefix("/var").unwrap_or(&path);
    if matches!(below, "/run/libvirt/libvirt-sock" | "/run/libvirt/libvirt-sock-ro") {
        return Ok(place.machine);
    }
    let (errno, text) =
        if path.is_empty() { (111, "Connection refused") } else { (2, "No such file or directory") };
    Err(VirError::system(ErrorDomain::Rpc, errno, &format!("Failed to connect socket to '{path}'"), text))
}

/// `virNetSocketNewConnectTCP` of libvirt.
fn connect_tcp<'a>(uri: &Uri, server: &str, transport: Transport, place: Place<'a>) -> Result<&'a str> {
    let port = port(uri, transport);
    let fail = |errno, text| {
        let what = format!("unable to connect to server at '{server}:{port}'");
        Err(VirError::system(ErrorDomain::Rpc, errno, &what, text))
    };
    match place.machine_called(server) {
        Some(machine) if transport.default_port() == Some(port) => Ok(machine),
        Some(_) => fail(111, "Connection refused"),
        None if server.parse::<IpAddr>().is_ok() => fail(113, "No route to host"),
        None => Err(VirError::new(
            ErrorDomain::Rpc,
            ErrorCode::SystemError,
            format!("Unable to resolve address '{server}' service '{port}': Name or service not known"),
        )),
    }
}

/// What OpenSSH says on stderr is put between what libvirt notices: that the connection is gone.
fn connect_ssh<'a>(uri: &Uri, server: &str, place: Place<'a>) -> Result<&'a str> {
    let port = port(uri, Transport::Ssh);
    match place.machine_called(server) {
        Some(machine) if port == 22 => Ok(machine),
        Some(_) => Err(lost(&format!("ssh: connect to host {server} port {port}: Connection refused"))),
        None if server.parse::<IpAddr>().is_ok() => {
            Err(lost(&format!("ssh: connect to host {server} port {port}: No route to host")))
        }
        None => Err(lost(&format!("ssh: Could not resolve hostname {server}: Name or service not known"))),
    }
}

/// What libssh and libssh2 are told, before they connect.
fn check_libssh(settings: &Settings) -> Result<()> {
    let is_one_of = |text: &str, known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(text));
    let verify = settings.known_hosts_verify.unwrap_or("normal");
    if !is_one_of(verify, &["normal", "auto", "ignore"]) {
        let message = format!("Invalid host key verification method: '{verify}'");
        return Err(invalid(ErrorDomain::Rpc, message));
    }
    let methods = settings.sshauth.filter(|methods| !methods.is_empty());
    for method in methods.into_iter().flat_map(|methods| methods.split(',')) {
        if !is_one_of(method, &["keyboard-interactive", "password", "privkey", "agent"]) {
            return Err(invalid(ErrorDomain::Rpc, format!("Invalid authentication method: '{method}'")));
        }
    }
    Ok(())
}

/// Whether the daemon offers the way of authenticating that the URI wants.
fn check_auth(wanted: Option<&str>, sasl: bool) -> Result<()> {
    let Some(wanted) = wanted else { return Ok(()) };
    let lower = wanted.to_ascii_lowercase();
    let message = match lower.as_str() {
        "sasl" if sasl => return Ok(()),
        _ if sasl && lower.starts_with("sasl.") => return Ok(()),
        "sasl" | "polkit" => format!("requested authentication type {wanted} rejected"),
        _ if lower.starts_with("sasl.") => format!("requested authentication type {wanted} rejected"),
        _ => format!("unknown authentication type {wanted}"),
    };
    Err(VirError::new(ErrorDomain::Remote, ErrorCode::AuthFailed, message))
}

fn port(uri: &Uri, transport: Transport) -> u32 {
    if uri.port != 0 { uri.port } else { transport.default_port().unwrap_or(0) }
}

fn lost(stderr: &str) -> Box<VirError> {
    VirError::system(
        ErrorDomain::Rpc,
        104,
        &format!("Cannot recv data: {stderr}"),
        "Connection reset by peer",
    )
}

fn invalid(domain: ErrorDomain, message: String) -> Box<VirError> {
    VirError::new(domain, ErrorCode::InvalidArg, message)
}
