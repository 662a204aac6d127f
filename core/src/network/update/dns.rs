//! Changing what the name server answers.

use super::{Command, check_name, invalid, unknown, unsupported};
use crate::ground::Result;
use crate::ground::xml::Element;
use crate::network::config::{DnsService, NetworkDef};
use crate::network::xml;

/// `virNetworkDefUpdateDNSHost` of libvirt.
pub(super) fn update_dns_host(def: &mut NetworkDef, command: Command, element: &Element<'_>) -> Result<()> {
    check_name(def, element, "host")?;
    let (name, hosts) = (&def.name, &mut def.dns.hosts);
    let host = xml::parse_dns_host(name, element, !command.adds())?;
    let by_ip = |i: &usize| hosts[*i].ip == host.ip;
    let by_name = |i: &usize| {
        command == Command::Delete && hosts[*i].names.iter().any(|known| host.names.contains(known))
    };
    let found: Vec<usize> = (0..hosts.len()).filter(|i| by_ip(i) || by_name(i)).collect();
    match (command, found[..].last()) {
        (Command::Unknown(number), _) => Err(unknown(number)),
        (Command::AddFirst | Command::AddLast, None) => {
            hosts.insert(command.place(hosts.len()), host);
            Ok(())
        }
        (Command::AddFirst | Command::AddLast, Some(_)) => Err(invalid(format!(
            "there is already at least one DNS HOST record with a matching field in network {name}"
        ))),
        (_, None) => Err(invalid(format!("couldn't locate a matching DNS HOST record in network {name}"))),
        (_, Some(_)) if found.len() > 1 => {
            Err(invalid(format!("multiple matching DNS HOST records were found in network {name}")))
        }
        (Command::Delete, Some(at)) => {
            hosts.remove(*at);
            Ok(())
        }
        (Command::Modify, Some(at)) => {
            hosts[*at] = host;
            Ok(())
        }
    }
}

/// `virNetworkDefUpdateDNSSrv` of libvirt.
pub(super) fn update_dns_service(
    def: &mut NetworkDef,
    command: Command,
    element: &Element<'_>,
) -> Result<()> {
    if command == Command::Modify {
        return Err(unsupported("DNS SRV records cannot be modified, only added or deleted"));
    }
    check_name(def, element, "srv")?;
    let (name, services) = (&def.name, &mut def.dns.services);
    let service = xml::parse_service(name, element, !command.adds())?;
    let matches = |known: &DnsService| {
        let same = |wanted: &Option<Box<str>>, known: &Option<Box<str>>| wanted.is_none() || wanted == known;
        same(&service.domain, &known.domain)
            && same(&service.service, &known.service)
            && same(&service.protocol, &known.protocol)
            && same(&service.target, &known.target)
    };
    let found: Vec<usize> = (0..services.len()).filter(|i| matches(&services[*i])).collect();
    match (command, &found[..]) {
        (Command::Unknown(number), _) => Err(unknown(number)),
        (Command::Delete, []) => {
            Err(invalid(format!("couldn't locate a matching DNS SRV record in network {name}")))
        }
        (Command::Delete, [at]) => {
            services.remove(*at);
            Ok(())
        }
        (Command::Delete, _) => Err(invalid(format!(
            "multiple DNS SRV records matching all specified fields were found in network {name}"
        ))),
        (_, []) => {
            services.insert(command.place(services.len()), service);
            Ok(())
        }
        (_, _) => Err(invalid(format!(
            "there is already at least one DNS SRV record matching all specified fields in network {name}"
        ))),
    }
}

/// `virNetworkDefUpdateDNSTxt` of libvirt.
pub(super) fn update_dns_text(def: &mut NetworkDef, command: Command, element: &Element<'_>) -> Result<()> {
    check_name(def, element, "txt")?;
    let (name, texts) = (&def.name, &mut def.dns.texts);
    let text = xml::parse_text(name, element, !command.adds())?;
    let same = texts.iter().position(|known| known.name == text.name);
    match (command, same) {
        (Command::Unknown(number), _) => return Err(unknown(number)),
        (Command::AddFirst | Command::AddLast, Some(_)) => {
            return Err(invalid(format!(
                "there is already a DNS TXT record with name '{}' in network {name}",
                text.name
            )));
        }
        (Command::AddFirst | Command::AddLast, None) => texts.insert(command.place(texts.len()), text),
        (_, None) => {
            return Err(invalid(format!("couldn't locate a matching DNS TXT record in network {name}")));
        }
        (Command::Delete, Some(at)) => drop(texts.remove(at)),
        (Command::Modify, Some(_)) if text.value.is_none() => {
            return Err(invalid(format!("missing value of modifying DNS TXT record in network {name}")));
        }
        (Command::Modify, Some(at)) => texts[at].value = text.value,
    }
    Ok(())
}
