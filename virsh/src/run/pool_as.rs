//! Storage pools that are described by options, and looking for what they could be made of.

use virtlab_core::api::{FunctionId, Value};

use super::calls::text;
use super::pool::building;
use super::{Done, Failed, Run, extra, say};

/// Writes XML as virsh writes it of options: what was given stands there as it is.
#[derive(Default)]
struct Lines {
    text: String,
    level: usize,
}

impl Lines {
    fn line(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.level));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn inside(&mut self, start: &str, end: &str, write: impl FnOnce(&mut Self)) {
        self.line(start);
        self.level += 1;
        write(self);
        self.level -= 1;
        self.line(end);
    }
}

/// The options that the description is made of.
const OPTIONS: [&str; 19] = [
    "source-host",
    "source-path",
    "source-dev",
    "source-name",
    "source-format",
    "target",
    "auth-type",
    "auth-username",
    "secret-usage",
    "secret-uuid",
    "adapter-name",
    "adapter-wwnn",
    "adapter-wwpn",
    "adapter-parent",
    "adapter-parent-wwnn",
    "adapter-parent-wwpn",
    "adapter-parent-fabric-wwn",
    "source-protocol-ver",
    "source-initiator",
];

/// The name and the description of the pool that the options are of.
fn described(run: &mut Run<'_>) -> Result<(String, String), Failed> {
    run.exclusive("secret-usage", "secret-uuid")?;
    let (name, kind) = (run.needed("name")?, run.needed("type")?);
    for option in OPTIONS {
        run.text(option)?;
    }
    let get = |option: &str| run.given(option);
    let with_adapter = get("adapter-wwnn").is_some() && get("adapter-wwpn").is_some();
    let of_source = [
        "source-host",
        "source-path",
        "source-dev",
        "source-initiator",
        "source-format",
        "source-name",
        "adapter-name",
    ];
    let mut xml = Lines::default();
    xml.inside(&format!("<pool type='{kind}'>"), "</pool>", |xml| {
        xml.line(&format!("<name>{name}</name>"));
        if with_adapter || of_source.iter().any(|option| get(option).is_some()) {
            xml.inside("<source>", "</source>", |xml| source(&get, xml));
        }
        if let Some(target) = get("target") {
            xml.inside("<target>", "</target>", |xml| xml.line(&format!("<path>{target}</path>")));
        }
    });
    Ok((name, xml.text))
}

fn source(get: &dyn Fn(&str) -> Option<String>, xml: &mut Lines) {
    let named =
        [("source-host", "host", "name"), ("source-path", "dir", "path"), ("source-dev", "device", "path")];
    for (option, element, attribute) in named {
        if let Some(value) = get(option) {
            xml.line(&format!("<{element} {attribute}='{value}'/>"));
        }
    }
    if let Some(iqn) = get("source-initiator") {
        xml.inside("<initiator>", "</initiator>", |xml| xml.line(&format!("<iqn name='{iqn}'/>")));
    }
    match (get("adapter-wwnn"), get("adapter-wwpn"), get("adapter-name")) {
        (Some(wwnn), Some(wwpn), _) => {
            let parent = parent_of_adapter(get);
            xml.line(&format!("<adapter type='fc_host'{parent} wwnn='{wwnn}' wwpn='{wwpn}'/>"));
        }
        (_, _, Some(name)) => xml.line(&format!("<adapter type='scsi_host' name='{name}'/>")),
        _ => {}
    }
    let secret = match (get("secret-usage"), get("secret-uuid")) {
        (Some(usage), _) => Some(format!("<secret usage='{usage}'/>")),
        (None, uuid) => uuid.map(|uuid| format!("<secret uuid='{uuid}'/>")),
    };
    if let (Some(kind), Some(user), Some(secret)) = (get("auth-type"), get("auth-username"), secret) {
        let start = format!("<auth type='{kind}' username='{user}'>");
        xml.inside(&start, "</auth>", |xml| xml.line(&secret));
    }
    if let Some(format) = get("source-format") {
        xml.line(&format!("<format type='{format}'/>"));
    }
    if let Some(name) = get("source-name") {
        xml.line(&format!("<name>{name}</name>"));
    }
    if let Some(version) = get("source-protocol-ver") {
        xml.line(&format!("<protocol ver='{version}'/>"));
    }
}

fn parent_of_adapter(get: &dyn Fn(&str) -> Option<String>) -> String {
    if let Some(parent) = get("adapter-parent") {
        return format!(" parent='{parent}'");
    }
    match (get("adapter-parent-wwnn"), get("adapter-parent-wwpn"), get("adapter-parent-fabric-wwn")) {
        (Some(wwnn), Some(wwpn), _) => format!(" parent_wwnn='{wwnn}' parent_wwpn='{wwpn}'"),
        (_, _, Some(wwn)) => format!(" parent_fabric_wwn='{wwn}'"),
        _ => String::new(),
    }
}

fn make(run: &mut Run<'_>, id: FunctionId, flags: u32, verb: &str) -> Done {
    let (name, xml) = described(run)?;
    if run.has("print-xml") {
        run.print(&xml);
        return Ok(());
    }
    let args = [run.conn(), xml.into(), flags.into()];
    run.call_or(id, args, &format!("Failed to {verb} pool {name}"))?;
    extra!(run, "Pool {name} {verb}d\n");
    Ok(())
}

pub(crate) fn pool_create_as(run: &mut Run<'_>) -> Done {
    let flags = building(run)?;
    make(run, FunctionId::StoragePoolCreateXML, flags, "create")
}

pub(crate) fn pool_define_as(run: &mut Run<'_>) -> Done {
    make(run, FunctionId::StoragePoolDefineXML, 0, "define")
}

fn find(run: &mut Run<'_>, kind: String, specification: Option<String>) -> Done {
    let failed = format!("Failed to find any {kind} pool sources");
    let specification = specification.map_or(Value::Null, Value::from);
    let args = [run.conn(), kind.into(), specification, 0.into()];
    let got = run.call_or(FunctionId::ConnectFindStoragePoolSources, args, &failed)?;
    say!(run, "{}", text(&got.ret));
    Ok(())
}

pub(crate) fn find_storage_pool_sources(run: &mut Run<'_>) -> Done {
    let kind = run.needed("type")?;
    let file = run.given("srcSpec");
    let specification = file.map(|file| run.read_file(&file)).transpose()?;
    find(run, kind, specification)
}

pub(crate) fn find_storage_pool_sources_as(run: &mut Run<'_>) -> Done {
    let kind = run.needed("type")?;
    let (host, initiator) = (run.text("host")?, run.text("initiator")?);
    let Some(host) = host else { return find(run, kind, None) };
    let port = run.text("port")?.map(|port| format!(" port='{port}'")).unwrap_or_default();
    let mut xml = Lines::default();
    xml.inside("<source>", "</source>", |xml| {
        xml.line(&format!("<host name='{host}'{port}/>"));
        if let Some(iqn) = initiator {
            xml.inside("<initiator>", "</initiator>", |xml| xml.line(&format!("<iqn name='{iqn}'/>")));
        }
    });
    find(run, kind, Some(xml.text))
}
