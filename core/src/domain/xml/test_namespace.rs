//! The test driver's own elements in domain XML: checked, and otherwise only of use in a file that describes a whole host.

use crate::domain::DomainState;
use crate::ground::xml::Element;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, number};

/// The namespace of those elements.
const URI: &str = "http://libvirt.org/schemas/domain/test/1.0";
/// How many states a domain can be in.
const STATES: u32 = 8;
const RUNNING: u32 = 1;
const SHUTOFF: u32 = 5;

/// What a description of a domain says of it beside its configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TestNamespace {
    /// The state that it is in.
    pub runstate: DomainState,
    /// Whether it is transient.
    pub transient: bool,
    /// Whether it has a managed save image.
    pub managed_save: bool,
}

/// `testDomainDefNamespaceParse` of libvirt.
///
/// # Errors
/// `VIR_ERR_XML_ERROR` for a state that is none, or that contradicts the rest.
pub fn test_namespace(root: &Element<'_>) -> Result<TestNamespace> {
    // Their names begin with a prefix, which nearly no element of a document does.
    let mut own = root.elements().filter(|element| element.name.contains(':')).peekable();
    if own.peek().is_none() {
        return Ok(TestNamespace { runstate: DomainState::Running, transient: false, managed_save: false });
    }
    let own: Vec<_> = own
        .filter(|element| {
            let prefix = element.prefix();
            element.declares(prefix).or_else(|| root.declares(prefix)) == Some(URI)
        })
        .collect();
    let find = |name: &str| own.iter().find(|element| element.local_name() == name);
    let xml_error = |detail: String| Err(VirError::new(ErrorDomain::Test, ErrorCode::XmlError, detail));
    let runstate = match find("runstate").map(|element| element.text()).filter(|text| !text.is_empty()) {
        None => RUNNING,
        Some(text) => match number::to_u32(&text, 10) {
            None => return xml_error("invalid runstate".into()),
            Some(state) if state >= STATES => {
                return xml_error(format!("runstate '{}' out of range'", state as i32));
            }
            Some(state) => state,
        },
    };
    let (transient, managed_save) = (find("transient").is_some(), find("hasmanagedsave").is_some());
    if transient && runstate == SHUTOFF {
        return xml_error("transient domain cannot have runstate 'shutoff'".into());
    }
    if managed_save && runstate != SHUTOFF {
        return xml_error("domain with managedsave data can only have runstate 'shutoff'".into());
    }
    let runstate = i32::try_from(runstate).ok().and_then(DomainState::from_number);
    Ok(TestNamespace { runstate: runstate.unwrap_or(DomainState::Running), transient, managed_save })
}
