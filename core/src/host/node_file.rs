//! A host described in a file of the test driver's own format: what `test:///ABSOLUTE/PATH.xml` opens.
//!
//! Read are what the node is, its domains, its networks, its storage pools and who may connect; the rest comes with its families.
//! Whoever asks has the files: the core reads none.

use super::lab_test::test_default;
use super::{Account, FirstDomain, FirstPool, HostConfig, NodeInfo};
use crate::domain::{TestNamespace, test_namespace};
use crate::ground::xml::{Element, dump_indented, parse_document};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, number};

/// Bytes of a CPU model: `virNodeInfo` has 32, with the NUL.
const MODEL_BYTES_MAX: usize = 31;
/// The namespace of what a description says of a domain beside its configuration.
const TEST_NAMESPACE: &str = "http://libvirt.org/schemas/domain/test/1.0";

/// The host that a file describes. `path` is the file's; `file` gives what another one holds, which a domain may stand in:
/// `<domain file='…'/>`, from the folder of the first on. `testOpenFromFile` of libvirt.
///
/// # Errors
/// What libvirt says of a file that is none; what `file` says.
pub fn read_node_file(
    path: &str,
    text: &str,
    hostname: &str,
    file: &mut dyn FnMut(&str) -> Result<String>,
) -> Result<HostConfig> {
    let root = parse_document(ErrorDomain::Test, text, "node")?;
    let mut host = test_default();
    host.key = path.into();
    host.hostname = hostname.into();
    host.uris = vec![format!("test://{}", escape(path)).into()];
    host.forget_on_last_close = false;
    // Whatever the file says of the node, libvirt lists no cells.
    host.cells = Vec::new();
    host.node_info = host.node_info.map(|info| node_info(&root, info)).transpose()?;
    host.domains = Vec::new();
    for domain in root.all("domain") {
        host.domains.push(match domain.attribute("file") {
            None => first_domain(domain, &root)?,
            Some(other) => {
                let text = file(&beside(path, other))?;
                let domain = parse_document(ErrorDomain::Test, &text, "domain")?;
                first_domain(&domain, &domain)?
            }
        });
    }
    host.networks = Vec::new();
    for network in root.all("network") {
        host.networks.push(match network.attribute("file") {
            None => document(network),
            Some(other) => {
                let text = file(&beside(path, other))?;
                document(&parse_document(ErrorDomain::Test, &text, "network")?)
            }
        });
    }
    host.pools = Vec::new();
    for pool in root.all("pool") {
        host.pools.push(match pool.attribute("file") {
            None => first_pool(path, pool, file)?,
            Some(other) => {
                let text = file(&beside(path, other))?;
                first_pool(path, &parse_document(ErrorDomain::Test, &text, "pool")?, file)?
            }
        });
    }
    let is_adapter = |name: &Element<'_>| name.text() == "scsi_host11";
    host.fc_adapter = root.all("device").any(|device| device.child("name").is_some_and(is_adapter));
    let auth = root.all("auth").flat_map(|auth| auth.all("user"));
    host.accounts = auth.map(account).collect::<Result<_>>()?;
    Ok(host)
}

/// A pool with its volumes, which stand inside it or in files of their own.
fn first_pool(
    path: &str,
    pool: &Element<'_>,
    file: &mut dyn FnMut(&str) -> Result<String>,
) -> Result<FirstPool> {
    let mut volumes = Vec::new();
    for volume in pool.all("volume") {
        volumes.push(match volume.attribute("file") {
            None => document(volume),
            Some(other) => {
                let text = file(&beside(path, other))?;
                document(&parse_document(ErrorDomain::Test, &text, "volume")?)
            }
        });
    }
    Ok(FirstPool { xml: document(pool), volumes })
}

/// An element as a document of its own.
fn document(element: &Element<'_>) -> Box<str> {
    let mut xml = String::new();
    dump_indented(&mut xml, element, 0, &[]);
    xml.into()
}

fn xml_error(detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Test, ErrorCode::XmlError, detail)
}

/// `testParseNodeInfo`: what is not said is as in `test:///default`.
fn node_info(root: &Element<'_>, default: NodeInfo) -> Result<NodeInfo> {
    let number_of = |name: &str, default: u32| match root.path_text(&format!("cpu/{name}")) {
        None => Ok(default),
        Some(text) if text.is_empty() => Ok(default),
        Some(text) => {
            number::to_u32(&text, 10).ok_or_else(|| xml_error(format!("invalid node cpu {name} value")))
        }
    };
    let nodes = number_of("nodes", default.nodes)?;
    let sockets = number_of("sockets", default.sockets)?;
    let cores = number_of("cores", default.cores)?;
    let threads = number_of("threads", default.threads)?;
    let all = cores.wrapping_mul(threads).wrapping_mul(sockets).wrapping_mul(nodes);
    let cpus = number_of("active", all)?.min(all);
    let mhz = number_of("mhz", default.mhz)?;
    let model: Box<str> = match root.path_text("cpu/model") {
        Some(model) if model.len() > MODEL_BYTES_MAX => {
            let message = format!("Model {model} too big for destination");
            return Err(VirError::internal(ErrorDomain::Test, message));
        }
        Some(model) if !model.is_empty() => model.as_ref().into(),
        _ => default.model,
    };
    let memory_kib = match root.path_text("memory") {
        Some(text) if !text.is_empty() => {
            number::to_u64(&text, 10).ok_or_else(|| xml_error("invalid node memory value"))?
        }
        _ => default.memory_kib,
    };
    Ok(NodeInfo { model, memory_kib, cpus, mhz, nodes, sockets, cores, threads })
}

/// A domain as a document of its own, with the state that its elements of the test driver's namespace ask for.
fn first_domain(domain: &Element<'_>, root: &Element<'_>) -> Result<FirstDomain> {
    let declared = |prefix: &str| domain.declares(prefix).is_some();
    let prefix_of = |key: &str| key.strip_prefix("xmlns:").map(str::to_owned);
    let outside: Vec<(String, &str)> = match std::ptr::eq(domain, root) {
        true => Vec::new(),
        false => root
            .attributes
            .iter()
            .filter_map(|(key, uri)| Some((prefix_of(key)?, uri.as_ref())))
            .filter(|(prefix, uri)| *uri == TEST_NAMESPACE && !declared(prefix))
            .collect(),
    };
    let extra: Vec<(&str, &str)> = outside.iter().map(|(prefix, uri)| (prefix.as_str(), *uri)).collect();
    let mut xml = String::new();
    dump_indented(&mut xml, domain, 0, &extra);
    let again = crate::ground::xml::parse(ErrorDomain::Domain, &xml)?;
    let TestNamespace { runstate, transient, managed_save } = test_namespace(&again)?;
    Ok(FirstDomain { runstate, transient, managed_save, xml: xml.as_str().into() })
}

/// `testParseAuthUsers`.
fn account(user: &Element<'_>) -> Result<Account> {
    let name = user.text();
    if name.is_empty() {
        return Err(xml_error("missing username in /node/auth/user field"));
    }
    Ok(Account { user: name.as_ref().into(), password: user.attribute("password").map(Into::into) })
}

/// A file that is named from another one's folder on. `testBuildFilename`.
fn beside(path: &str, other: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) if !other.starts_with('/') => format!("{folder}/{other}"),
        _ => other.to_owned(),
    }
}

/// A path as it stands in a URI.
fn escape(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainState;

    fn read(text: &str) -> Result<HostConfig> {
        let mut file = |path: &str| match path {
            "/srv/sub.xml" => Ok("<domain type='test'><name>b</name></domain>".to_owned()),
            other => Err(VirError::system(
                ErrorDomain::None,
                2,
                &format!("Failed to open file '{other}'"),
                "No such file",
            )),
        };
        read_node_file("/srv/a node.xml", text, "here", &mut file)
    }

    #[test]
    fn a_node_its_domains_and_its_accounts() {
        let host = read(
            "<node xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>
               <cpu><mhz>6000</mhz><model>i986</model><active>50</active><nodes>4</nodes><sockets>4</sockets>
                 <cores>4</cores><threads>2</threads></cpu><memory>8192000</memory>
               <domain type='test'><name>a &amp; b</name><t:runstate>5</t:runstate><t:hasmanagedsave/></domain>
               <domain file='sub.xml'/><auth><user password='p'>u</user><user>v</user></auth>
               <network><name>n</name></network><pool type='dir'><name>p</name><target><path>/p</path></target>
               <volume><name>v</name><capacity>7</capacity></volume></pool></node>",
        )
        .unwrap();
        // As recorded of libvirt 12.8.0.
        let info = host.node_info.clone().unwrap();
        assert_eq!((info.cpus, info.mhz, info.memory_kib, &*info.model), (50, 6000, 8_192_000, "i986"));
        assert_eq!(&*host.uris[0], "test:///srv/a%20node.xml");
        let [first, second] = &host.domains[..] else { panic!("{:?}", host.domains) };
        assert!(first.xml.contains("<name>a &amp; b</name>"), "{}", first.xml);
        assert_eq!((first.runstate, first.managed_save), (DomainState::Shutoff, true));
        assert_eq!(
            (second.runstate, &*second.xml),
            (DomainState::Running, "<domain type=\"test\">\n  <name>b</name>\n</domain>")
        );
        assert_eq!(host.accounts[0].password.as_deref(), Some("p"));
        assert_eq!((&*host.accounts[1].user, &host.accounts[1].password), ("v", &None));
        assert!(
            host.networks.len() == 1 && host.networks[0].contains("<name>n</name>"),
            "{:?}",
            host.networks
        );
        let [pool] = &host.pools[..] else { panic!("{:?}", host.pools) };
        assert!(pool.xml.contains("<name>p</name>"), "{}", pool.xml);
        assert!(pool.volumes.len() == 1 && pool.volumes[0].contains("<name>v</name>"), "{:?}", pool.volumes);
        assert_eq!(host.validate(), Ok(()));
        assert!(!host.fc_adapter);
        assert!(read("<node><device><name>scsi_host11</name></device></node>").unwrap().fc_adapter);
        assert_eq!(read("<node/>").unwrap().node_info, test_default().node_info);
    }

    #[test]
    fn what_libvirt_refuses_is_refused_in_its_words() {
        for (text, says) in [
            ("<network/>", "XML error: expecting root element of 'node', not 'network'"),
            ("<node><cpu><mhz>x</mhz></cpu></node>", "XML error: invalid node cpu mhz value"),
            ("<node><memory>-5</memory></node>", "XML error: invalid node memory value"),
            (
                "<node><cpu><model>abcdefghijklmnopqrstuvwxyz0123456789</model></cpu></node>",
                "internal error: Model abcdefghijklmnopqrstuvwxyz0123456789 too big for destination",
            ),
            ("<node><auth><user/></auth></node>", "XML error: missing username in /node/auth/user field"),
            ("<node><domain file='x'/></node>", "Failed to open file '/srv/x': No such file"),
            ("<node><domain file='/y'/></node>", "Failed to open file '/y': No such file"),
        ] {
            assert_eq!(&*read(text).unwrap_err().message, says);
        }
    }
}
