//! Changing a part of a network: `virNetworkUpdate`. `virNetworkDefUpdateSection` of libvirt.

mod dhcp;
mod dns;

use super::config::{ForwardLink, NetworkDef};
use super::xml::{self, fault};
use crate::ground::rng::Rng;
use crate::ground::xml::Element;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// What is done to the section. `virNetworkUpdateCommand`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// An entry is replaced.
    Modify,
    /// An entry is taken away.
    Delete,
    /// An entry is added behind the others.
    AddLast,
    /// An entry is added before the others.
    AddFirst,
    /// No command of libvirt's: most sections are read before that is said.
    Unknown(u32),
}

impl Command {
    /// The command of libvirt's number.
    pub fn from_number(number: u32) -> Self {
        match number {
            1 => Self::Modify,
            2 => Self::Delete,
            3 => Self::AddLast,
            4 => Self::AddFirst,
            other => Self::Unknown(other),
        }
    }

    fn adds(self) -> bool {
        matches!(self, Self::AddLast | Self::AddFirst)
    }

    /// Where in a list of so many an entry is added.
    fn place(self, len: usize) -> usize {
        if self == Self::AddFirst { 0 } else { len }
    }
}

/// libvirt's number of a section: `virNetworkUpdateSection`.
pub type Section = u32;

fn invalid(detail: String) -> Box<VirError> {
    fault(ErrorCode::OperationInvalid, detail)
}

fn unsupported(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::OperationUnsupported, detail)
}

fn unknown(command: u32) -> Box<VirError> {
    unsupported(format!("unrecognized network update command code {}", command as i32))
}

/// Changes a section of a network by a document of one element. `parent` is which `<ip>` is meant, -1 for the one that has
/// DHCP.
///
/// # Errors
/// What libvirt 12.8.0 reports: the document's faults, what cannot be changed, what is not there or is there already.
pub fn update(
    def: &mut NetworkDef,
    command: Command,
    section: Section,
    parent: i32,
    document: &str,
    rng: &mut Rng,
) -> Result<()> {
    let element = crate::ground::xml::parse(ErrorDomain::Network, document)?;
    let never =
        |what: &str| Err(unsupported(format!("can't update '{what}' section of network '{}'", def.name)));
    match section {
        1 => never("bridge"),
        2 => never("domain"),
        3 => never("ip"),
        4 => dhcp::update_host(def, command, parent, &element),
        5 => dhcp::update_range(def, command, parent, &element),
        6 => never("forward"),
        7 => update_interface(def, command, &element),
        8 => never("forward pf"),
        9 => update_port_group(def, command, &element, rng),
        10 => dns::update_dns_host(def, command, &element),
        11 => dns::update_dns_text(def, command, &element),
        12 => dns::update_dns_service(def, command, &element),
        _ => Err(unsupported("can't update unrecognized section of network")),
    }
}

fn check_name(def: &NetworkDef, element: &Element<'_>, expected: &str) -> Result<()> {
    if element.name == expected {
        return Ok(());
    }
    let detail = format!(
        "unexpected element <{}>, expecting <{expected}>, while updating network '{}'",
        element.name, def.name
    );
    Err(fault(ErrorCode::XmlError, detail))
}

/// `virNetworkDefUpdateForwardInterface` of libvirt.
fn update_interface(def: &mut NetworkDef, command: Command, element: &Element<'_>) -> Result<()> {
    check_name(def, element, "interface")?;
    if command == Command::Modify {
        return Err(unsupported("forward interface entries cannot be modified, only added or deleted"));
    }
    let missing = || fault(ErrorCode::XmlError, "missing dev attribute in <interface> element");
    let device = element.attribute("dev").ok_or_else(missing)?;
    let (name, links) = (&def.name, &mut def.forward.links);
    let is_it = |link: &ForwardLink| matches!(link, ForwardLink::Device(known) if **known == *device);
    let same = links.iter().position(is_it);
    match command {
        Command::AddFirst | Command::AddLast if same.is_some() => Err(invalid(format!(
            "there is an existing interface entry in network '{name}' that matches \"<interface dev='{device}'>\""
        ))),
        Command::AddFirst | Command::AddLast => {
            links.insert(command.place(links.len()), ForwardLink::Device(device.into()));
            Ok(())
        }
        Command::Delete => {
            let missing = || {
                invalid(format!(
                    "couldn't find an interface entry in network '{name}' matching <interface dev='{device}'>"
                ))
            };
            links.remove(same.ok_or_else(missing)?);
            Ok(())
        }
        Command::Modify => Ok(()),
        Command::Unknown(number) => Err(unknown(number)),
    }
}

/// `virNetworkDefUpdatePortGroup` of libvirt.
fn update_port_group(
    def: &mut NetworkDef,
    command: Command,
    element: &Element<'_>,
    rng: &mut Rng,
) -> Result<()> {
    check_name(def, element, "portgroup")?;
    let group = xml::parse_port_group(element, rng)?;
    let (name, groups) = (&def.name, &mut def.port_groups);
    let same = groups.iter().position(|known| known.name == group.name);
    let default = groups.iter().rposition(|known| known.is_default);
    if same.is_none() && matches!(command, Command::Modify | Command::Delete) {
        return Err(invalid(format!(
            "couldn't find a portgroup entry in network '{name}' matching <portgroup name='{}'>",
            group.name
        )));
    }
    if same.is_some() && command.adds() {
        return Err(invalid(format!(
            "there is an existing portgroup entry in network '{name}' that matches \"<portgroup name='{}'>\"",
            group.name
        )));
    }
    if command != Command::Delete && group.is_default && default.is_some() && default != same {
        return Err(invalid(format!(
            "a different portgroup entry in network '{name}' is already set as the default. Only one default is allowed."
        )));
    }
    match (command, same) {
        (Command::Modify, Some(at)) => groups[at] = group,
        (Command::Delete, Some(at)) => drop(groups.remove(at)),
        (Command::Unknown(number), _) => return Err(unknown(number)),
        _ => groups.insert(command.place(groups.len()), group),
    }
    Ok(())
}
