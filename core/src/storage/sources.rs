//! What storage there is to make pools of: the answers of `virConnectFindStoragePoolSources`, which the test driver makes up.

use super::kind::PoolType;
use super::xml::parse_source;
use crate::ground::xml::Writer;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word};

/// The document that describes the sources for pools of a type.
///
/// # Errors
/// `VIR_ERR_INTERNAL_ERROR` for the first type, which the driver takes for none; `VIR_ERR_NO_SUPPORT` for all but two; those of
/// the specification, and `VIR_ERR_INVALID_ARG` for one without a host where it needs one.
pub fn find(kind: &str, specification: Option<&str>, driver: ErrorDomain) -> Result<String> {
    let pool = PoolType::from_word(kind);
    if pool == Some(PoolType::Dir) {
        return Err(VirError::internal(driver, format!("unknown storage pool type {kind}")));
    }
    let source = specification.map(|xml| parse_source(xml, pool)).transpose()?;
    match pool {
        Some(PoolType::Logical) => Ok(logical()),
        Some(PoolType::Netfs) => {
            let host = source.as_ref().and_then(|source| source.hosts.first()).ok_or_else(|| {
                let detail = "hostname must be specified for netfs sources";
                VirError::new(driver, ErrorCode::InvalidArg, detail)
            })?;
            Ok(netfs(&host.name))
        }
        _ => {
            let detail = format!("pool type '{kind}' does not support source discovery");
            Err(VirError::new(driver, ErrorCode::NoSupport, detail))
        }
    }
}

fn logical() -> String {
    let mut w = Writer::new();
    w.block("sources", |w| {
        for (device, group) in [("/dev/sda20", "testvg1"), ("/dev/sda21", "testvg2")] {
            w.block("source", |w| {
                w.start("device").attr("path", device).empty();
                w.text("name", group);
                w.start("format").attr("type", "lvm2").empty();
            });
        }
    });
    w.finish()
}

fn netfs(host: &str) -> String {
    let mut w = Writer::new();
    w.block("sources", |w| {
        w.block("source", |w| {
            // libvirt does not escape it.
            w.start("host").opt_attr_as_is("name", Some(host)).empty();
            w.start("dir").attr("path", "/testshare").empty();
            w.start("format").attr("type", "nfs").empty();
        });
    });
    w.finish()
}
