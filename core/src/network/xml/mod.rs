//! Network XML, in and out: `virNetworkDefParse` and `virNetworkDefFormat` of libvirt.

mod dhcp;
mod dns;
mod format;
mod forward;
mod parse;

use std::net::IpAddr;

use crate::ground::xml::Element;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

pub use format::format;
pub use parse::parse;
pub(super) use parse::parse_port_group;
pub(super) use {
    dhcp::parse_host, dhcp::parse_range, dns::parse_dns_host, dns::parse_service, dns::parse_text,
};

/// An error of libvirt's network configuration code.
pub(super) fn fault(code: ErrorCode, detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Network, code, detail)
}

/// `VIR_ERR_XML_ERROR` of it.
fn wrong(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::XmlError, detail)
}

/// `VIR_ERR_XML_DETAIL` of it.
fn wrong_detail(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::XmlDetail, detail)
}

/// `VIR_ERR_CONFIG_UNSUPPORTED` of it.
fn unsupported(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::ConfigUnsupported, detail)
}

/// `virXPathString("string(./@NAME)")`: an empty attribute is none.
fn attribute<'e>(element: &'e Element<'_>, name: &str) -> Option<&'e str> {
    element.attribute(name).filter(|text| !text.is_empty())
}

/// An address, or the reader's own error.
fn address(text: &str, or: impl FnOnce() -> Box<VirError>) -> Result<IpAddr> {
    crate::netdev::parse_ip(text).map_err(|_| or())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::rng::Rng;

    #[test]
    fn what_is_dumped_is_read_back_the_same() {
        let text = "<network><name>n</name><uuid>00000000-0000-0000-0000-000000000001</uuid><forward mode='nat'><nat><port start='1' \
                    end='9'/></nat></forward><ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.2' end='10.0.0.9'>\
                    <lease expiry='3' unit='hours'/></range><host mac='52:54:00:00:00:01' ip='10.0.0.3'/></dhcp></ip></network>";
        let def = parse(text, true, &mut Rng::new(1)).unwrap();
        let dump = format(&def);
        assert_eq!(parse(&dump, true, &mut Rng::new(2)).unwrap(), def, "{dump}");
    }
}
