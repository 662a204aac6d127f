//! XML of pools and volumes, in and out: `virStoragePoolDefParse`, `virStorageVolDefParse` and their `Format` of libvirt.

mod adapter;
mod format;
mod permissions;
mod pool;
mod source;
mod volume;

use crate::ground::xml::Element;
use crate::ground::{ErrorCode, ErrorDomain, VirError};

pub use format::{format_pool, format_volume};
pub use pool::parse_pool;
pub use source::parse_source;
pub use volume::parse_volume;

/// An error of libvirt's storage configuration code.
fn fault(code: ErrorCode, detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Storage, code, detail)
}

/// `VIR_ERR_XML_ERROR` of it.
fn wrong(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::XmlError, detail)
}

/// `VIR_ERR_CONFIG_UNSUPPORTED` of it.
fn unsupported(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::ConfigUnsupported, detail)
}

/// Whether everything in a document is in a namespace, where libvirt does not look.
fn is_elsewhere(root: &Element<'_>) -> bool {
    root.declares("").is_some_and(|uri| !uri.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::rng::Rng;
    use crate::storage::Space;

    #[test]
    fn what_is_dumped_is_read_back_the_same() {
        let text = "<pool type='netfs'><name>p</name><uuid>00000000-0000-0000-0000-000000000001</uuid><source><host \
                    name='h' port='7'/><dir path='/d'/><format type='nfs'/><protocol ver='4.1'/></source><target>\
                    <path>/t</path><permissions><mode>0711</mode><owner>3</owner></permissions></target></pool>";
        let pool = parse_pool(text, true, &mut Rng::new(1)).unwrap();
        let dump = format_pool(&pool, &Space { capacity: 9, allocation: 2, available: 7 });
        assert_eq!(parse_pool(&dump, true, &mut Rng::new(2)).unwrap(), pool, "{dump}");
        let text = "<volume type='file'><name>v</name><key>k</key><capacity unit='KiB'>5</capacity><target><path>/t/v</path>\
                    <format type='qcow2'/><permissions><mode>0600</mode></permissions><encryption format='luks'><secret \
                    type='passphrase' usage='u'/></encryption><compat>1.1</compat><clusterSize unit='B'>512</clusterSize>\
                    <features><lazy_refcounts/></features></target><backingStore><path>/b</path><format type='raw'/>\
                    </backingStore></volume>";
        let volume = parse_volume(text, pool.kind, true).unwrap();
        assert_eq!((volume.capacity, volume.allocation), (5120, 5120));
        let dump = format_volume(&volume, pool.kind);
        assert_eq!(parse_volume(&dump, pool.kind, true).unwrap(), volume, "{dump}");
    }
}
