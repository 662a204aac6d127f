//! The drivers that work inside the process that opens: the test driver, and those that find nothing in the lab.

use super::place::{Place, READ_ONLY, Resolved, no_driver};
use super::{AuthMethod, Uri, auth};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::host::{Driver, HostConfig};

/// The test driver, in the process that opens. `testConnectOpen` of libvirt.
pub(super) fn open_test(name: &str, uri: &Uri, place: Place) -> Result<Resolved> {
    let unknown = place.flags & !READ_ONLY;
    if unknown != 0 && place.daemons == 0 {
        let message = format!("unsupported flags (0x{unknown:x}) in function testConnectOpen");
        return Err(VirError::argument(ErrorDomain::Test, "testConnectOpen", "flags", message));
    }
    if matches!(&*uri.path, "" | "/") {
        let message = "testOpen: supply a path or use test:///default";
        return Err(VirError::new(ErrorDomain::Test, ErrorCode::InvalidArg, message));
    }
    let has_path = |host: &&HostConfig| {
        host.uris
            .iter()
            .any(|own| Uri::parse(own).is_ok_and(|own| own.driver() == Some("test") && own.path == uri.path))
    };
    let Some(host) = place.hosts(Driver::Test).find(has_path) else {
        return Err(if &*uri.path == "/default" { no_driver(name) } else { no_file(&uri.path) });
    };
    Ok(Resolved {
        host: host.key.clone(),
        uri: uri.format().into(),
        transport: None,
        remote: false,
        encrypted: false,
        secure: true,
        auth: (!host.accounts.is_empty()).then_some(AuthMethod::TestDriver),
    })
}

/// A file of the test driver's that is not there. The only directory that is known to exist is the root.
fn no_file(path: &str) -> Box<VirError> {
    if path.bytes().all(|b| b == b'/') {
        return VirError::system(
            ErrorDomain::None,
            21,
            &format!("Failed to read file '{path}'"),
            "Is a directory",
        );
    }
    VirError::system(
        ErrorDomain::None,
        2,
        &format!("Failed to open file '{path}'"),
        "No such file or directory",
    )
}

/// The other drivers that are linked into clients: none of them finds its hypervisor in the lab.
pub(super) fn check_other_drivers(scheme: &str, uri: &Uri, place: Place) -> Result<()> {
    let path = &*uri.path;
    match scheme {
        "openvz" if uri.server.is_none() => Err(VirError::internal(
            ErrorDomain::Openvz,
            if path == "/system" {
                "OpenVZ control file /proc/vz does not exist".to_owned()
            } else {
                format!("unexpected OpenVZ URI path '{path}', try openvz:///system")
            },
        )),
        "vmwareplayer" | "vmwarews" | "vmwarefusion" if uri.server.is_none() => Err(VirError::internal(
            ErrorDomain::Vmware,
            if path == "/session" {
                "vmrun utility is missing".to_owned()
            } else {
                let try_these = "vmwareplayer:///session, vmwarews:///session or vmwarefusion:///session";
                format!("unexpected VMware URI path '{path}', try {try_these}")
            },
        )),
        "vpx" | "esx" | "gsx" => Err(match uri.server.as_deref() {
            None => VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, "URI is missing the server part"),
            Some(server) if place.machine_called(server).is_some() => auth::missing(),
            Some(server) => {
                let message =
                    format!("IP address lookup for host '{server}' failed: Name or service not known");
                VirError::internal(ErrorDomain::Esx, message)
            }
        }),
        _ if ["hyperv", "parallels"].iter().any(|name| name.eq_ignore_ascii_case(scheme)) => {
            let message = format!("libvirt was built without the '{scheme}' driver");
            Err(VirError::new(ErrorDomain::None, ErrorCode::ConfigUnsupported, message))
        }
        _ => Ok(()),
    }
}
