//! What a host's firmware and security driver tell.

use super::{Driver, HostConfig, SysinfoBlock};
use crate::ground::xml::Writer;
use crate::ground::{ErrorCode, Result, VirError};

/// `virConnectGetSysinfo`: the firmware's tables as XML.
///
/// # Errors
/// `VIR_ERR_CONFIG_UNSUPPORTED` when the host has none.
pub fn sysinfo(host: &HostConfig) -> Result<String> {
    if host.sysinfo.is_empty() {
        let message = "Host SMBIOS information is not available";
        return Err(VirError::new(host.driver().error_domain(), ErrorCode::ConfigUnsupported, message));
    }
    let mut writer = Writer::new();
    writer.start("sysinfo").attr("type", "smbios").inside(|w| host.sysinfo.iter().for_each(|b| block(w, b)));
    Ok(writer.finish())
}

fn block(writer: &mut Writer, block: &SysinfoBlock) {
    writer.start(&block.name).inside(|w| {
        for (name, value) in &block.entries {
            // OEM strings have no names.
            w.start("entry").opt_attr("name", (!name.is_empty()).then_some(name)).text(value);
        }
    });
}

/// `virNodeGetSecurityModel`: the model and its domain of interpretation, both empty where guests are not confined.
pub fn security_model(host: &HostConfig) -> (&str, &str) {
    match host.security.first() {
        Some(first) if host.driver() != Driver::Xen => (&first.model, &first.doi),
        _ => ("", ""),
    }
}
