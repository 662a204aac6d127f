//! What suggests itself as an argument, so that a function that is chosen can be called at once and shows what it is for:
//! an example where any would do, else what the domain and the host that are looked at have.

use virtlab_core::api::{Area, Call, EventFamily, FunctionId, Handle, HandleKind, Kind, Param, Value};
use virtlab_core::domain::Domain;
use virtlab_core::world::{Client, HostState};

use super::documents::{DEVICE_XML, FIRST_XML, NETWORK_XML, POOL_XML, VOLUME_XML};
use super::{Draft, State};

const BACKUP_XML: &str = "<domainbackup>
  <disks>
    <disk name='vda' type='file'/>
  </disks>
</domainbackup>
";

const COPY_XML: &str = "<disk type='file'>
  <source file='/var/lib/libvirt/images/copy.qcow2'/>
</disk>
";

const CPU_XML: &str = "<cpu mode='custom' match='exact'>
  <model>Skylake-Server</model>
</cpu>
";

/// How the names of functions begin that look for a domain.
const LOOKS_UP: &str = "virDomainLookup";

/// Another host, to migrate to.
const ELSEWHERE: &str = "qemu+ssh://root@kvm2.example.com/system";

/// The document that a function takes as an example; `NULL` where that is what most calls give.
fn document(function: FunctionId, name: &str) -> Value {
    match (function.row().area, name) {
        (Area::DomainDevice, "xml") => Value::text(DEVICE_XML),
        (Area::Network, _) if function.c_name().contains("XML") => Value::text(NETWORK_XML),
        (Area::StoragePool, "xml" | "xmlDesc") => Value::text(POOL_XML),
        (Area::StorageVol, _) => Value::text(VOLUME_XML),
        (Area::DomainSnapshot, _) => Value::text("<domainsnapshot/>"),
        (Area::DomainCheckpoint, _) => Value::text("<domaincheckpoint/>"),
        (_, "xmlCPU") => Value::text(CPU_XML),
        (_, "destxml") => Value::text(COPY_XML),
        (_, "backupXML") => Value::text(BACKUP_XML),
        (Area::DomainLife, "xml" | "xmlDesc") | (_, "domainXml") => Value::text(FIRST_XML),
        (_, "xmlDesc") if function.c_name().contains("CPU") => Value::text(CPU_XML),
        _ => Value::Null,
    }
}

/// The typed parameters that a function takes as an example; `NULL` where none are needed.
fn params(function: FunctionId) -> Value {
    use FunctionId::*;
    let text = match function {
        DomainSetSchedulerParameters | DomainSetSchedulerParametersFlags => "[{weight: uint 50}]",
        DomainSetMemoryParameters => "[{soft_limit: ullong 524288}]",
        DomainSetNumaParameters => "[{numa_nodeset: string \"0\"}]",
        DomainSetBlkioParameters => "[{weight: uint 500}]",
        DomainSetBlockIoTune => "[{size_iops_sec: ullong 4096}]",
        DomainSetInterfaceParameters => "[{inbound.average: uint 1000}]",
        DomainSetPerfEvents => "[{instructions: boolean 1}]",
        DomainSetLaunchSecurityState => "[{sev-secret: string \"c2VjcmV0\"}]",
        NodeSetMemoryParameters => "[{shm_pages_to_scan: uint 200}]",
        DomainSetThrottleGroup => "[{total_iops_sec: ullong 200}]",
        DomainAnnounceInterface => "[{rounds: uint 5}]",
        DomainSetIOThreadParams => "[{poll_max_ns: ullong 1000}]",
        _ if function.row().area == Area::Params => "[{cpu_shares: ullong 1024}]",
        _ => return Value::Null,
    };
    text.parse().unwrap_or(Value::Null)
}

/// An example of what a parameter takes.
fn example(function: FunctionId, param: &Param) -> Value {
    match (param.kind, param.name) {
        (Kind::Document, name) => document(function, name),
        (Kind::Uri, _) if function.c_name().starts_with("virDomain") => Value::text(ELSEWHERE),
        (Kind::Uri, _) => Value::text("test:///default"),
        (Kind::Path, _) => Value::text("/tmp/demo.save"),
        (Kind::Text, "type") if function == FunctionId::ConnectFindStoragePoolSources => {
            Value::text("logical")
        }
        (Kind::Text, "key") if function.row().area == Area::StorageVol => {
            Value::text("/default-pool/data.qcow2")
        }
        (Kind::Text, "name") if function == FunctionId::StorageVolLookupByName => Value::text("data.qcow2"),
        (Kind::Int(..), "capacity") => Value::Int(20 << 30),
        (Kind::Callback("virFreeCallback"), _) => Value::Null,
        (Kind::Callback(_), _) => Value::text("on_event"),
        (Kind::Params(_), _) => params(function),
        (Kind::Int(..), "nparams") if params(function) != Value::Null => Value::Int(1),
        (Kind::Int("int *", _), "nparams") => Value::Int(20),
        (Kind::Int(..), "iothread_id") => Value::Int(1),
        (Kind::Text, "cpumap" | "vcpumap") => Value::text("0"),
        (Kind::Text, "password") => Value::text("secret"),
        (Kind::Int(..), "bandwidth") => Value::Int(0),
        (Kind::Int(..), "nvcpus" | "npages" | "cellCount" | "pid_value" | "nkeycodes") => Value::Int(1),
        (Kind::Int(..), "maplen") => Value::Int(4),
        (Kind::Int("size_t", _), "size") => Value::Int(512),
        (Kind::Int(..), "size") => Value::Int(1 << 20),
        (Kind::Int(..), name) if name.starts_with("max") => Value::Int(10),
        (Kind::Int("unsigned long", _), _) => Value::Int(262_144),
        (Kind::IntArray(_), _) => Value::List(vec![Value::Int(4)]),
        (Kind::Bytes(_), "cpumap") => Value::Bytes([1, 0, 0, 0].into()),
        (Kind::Flags(set), _) if function == FunctionId::DomainMemoryPeek => {
            set.choices.first().map_or(Value::Null, |choice| Value::Int(choice.value))
        }
        (Kind::Text, "name") if function.c_name().starts_with(LOOKS_UP) => Value::text("test"),
        (Kind::Text, "name") if function.c_name().contains("LookupByName") => Value::text("default"),
        (Kind::Text, "metadata") => Value::text("A machine to try things on"),
        (Kind::Text, "new_name") => Value::text("demo2"),
        (Kind::Text, "arch") => Value::text("x86_64"),
        (Kind::Text, "user") => Value::text("root"),
        (Kind::Text, "nativeFormat") => Value::text("qemu-argv"),
        _ => Value::Null,
    }
}

/// A call of the function with examples; handles are open.
pub(super) fn examples(function: FunctionId) -> Call {
    let arg = |param: &Param| match example(function, param) {
        Value::Null => param.default_value(),
        value => value,
    };
    Call::new(function, function.row().params.iter().map(arg))
}

/// What a parameter would be of a domain.
fn of_domain(function: FunctionId, param: &Param, domain: &Domain) -> Option<Value> {
    let looks_up = function.c_name().starts_with(LOOKS_UP);
    let devices = &domain.def.devices;
    match (param.kind, param.name) {
        (Kind::Text, "disk" | "dev") => devices.disks.first()?.target.as_deref().map(Value::text),
        (Kind::Text, "device") => {
            let interface = devices.interfaces.first()?;
            Some(
                interface
                    .ifname
                    .as_deref()
                    .map_or_else(|| Value::text(interface.mac.to_string()), Value::text),
            )
        }
        (Kind::Text, "name") if looks_up => Some(Value::text(&domain.def.name)),
        (Kind::Int("int", None), "id") if looks_up && domain.def.id > 0 => {
            Some(Value::Int(i64::from(domain.def.id)))
        }
        (Kind::Uuid, _) if looks_up => Some(Value::Bytes(domain.def.uuid.as_bytes().as_slice().into())),
        (Kind::UuidText, _) if looks_up => Some(Value::text(domain.def.uuid.to_string())),
        _ => None,
    }
}

/// What a parameter would be of the host's storage.
fn of_storage(function: FunctionId, param: &Param, host: &HostState) -> Option<Value> {
    let mut pools = host.pools.iter();
    if function.row().area == Area::StorageVol {
        let volume = host.pools.iter().find_map(|pool| pool.volumes().next())?;
        return match (param.kind, param.name) {
            (Kind::Text, "name") => Some(Value::text(&volume.name)),
            (Kind::Text, "key") => Some(Value::text(&volume.key)),
            (Kind::Path, _) => Some(Value::text(&volume.path)),
            _ => None,
        };
    }
    match param.kind {
        _ if !function.c_name().starts_with("virStoragePoolLookup") => None,
        Kind::Text => Some(Value::text(&pools.next()?.def.name)),
        Kind::Uuid => Some(Value::Bytes(pools.next()?.def.uuid.as_bytes().as_slice().into())),
        Kind::UuidText => Some(Value::text(pools.next()?.def.uuid.to_string())),
        Kind::Path => pools.find_map(|pool| pool.def.target.as_deref().map(Value::text)),
        _ => None,
    }
}

/// What a parameter would be of the host and of what the client has there.
fn of_host(function: FunctionId, param: &Param, host: &HostState, client: Option<&Client>) -> Option<Value> {
    match (param.kind, param.name) {
        (Kind::Uuid | Kind::UuidText, _) if function.c_name().starts_with("virNetworkLookup") => {
            let uuid = host.networks.iter().next()?.def.uuid;
            Some(match param.kind {
                Kind::Uuid => Value::Bytes(uuid.as_bytes().as_slice().into()),
                _ => Value::text(uuid.to_string()),
            })
        }
        (Kind::Document, "host") => Some(Value::text(host.config.to_json())),
        (Kind::Int(..), "callbackID") => {
            let family = [
                ("Network", EventFamily::Network),
                ("StoragePool", EventFamily::StoragePool),
                ("NodeDevice", EventFamily::NodeDevice),
            ];
            let of = |(word, _): &&(&str, EventFamily)| function.c_name().contains(word);
            let family = family.iter().find(of).map_or(EventFamily::Domain, |(_, family)| *family);
            let last = client?.callbacks().filter(|callback| callback.family == family).last()?;
            Some(Value::Int(i64::from(last.id)))
        }
        (Kind::Callback(_), "cb") if function == FunctionId::ConnectDomainEventDeregister => {
            let last = client?.callbacks().filter(|callback| callback.old).last()?;
            Some(Value::Text(last.name.clone()))
        }
        (Kind::Handle(HandleKind::Connect), "dconn") => {
            let elsewhere = client?.connections().filter(|(_, conn)| conn.resolved.host != host.config.key);
            elsewhere.last().map(|(handle, _)| handle.into())
        }
        _ => None,
    }
}

impl State {
    /// Fills a draft that was just chosen with what the domain and the host that are looked at have.
    pub(super) fn suggest(&mut self) {
        let world = self.history.world();
        let client = world.client(self.client);
        let Some(host) = world.host(&self.host) else { return };
        let handled = |handle: Handle| Some(client?.domain(handle)?.uuid);
        let uuid = self.draft.args().first().and_then(Value::as_handle).and_then(handled).or(self.domain);
        let domain = uuid.and_then(|uuid| host.domains.get(&uuid)).or_else(|| host.domains.iter().next());
        let function = self.draft.function();
        let mut found = Vec::new();
        for (index, param) in function.row().params.iter().enumerate() {
            let of_domain = domain.and_then(|domain| of_domain(function, param, domain));
            let value = of_domain
                .or_else(|| of_storage(function, param, host))
                .or_else(|| of_host(function, param, host, client));
            found.extend(value.map(|value| (index, value)));
        }
        for (index, value) in found {
            self.draft.set(index, value);
        }
    }
}

impl Draft {
    /// A call of the function with what suggests itself.
    pub fn new(function: FunctionId) -> Self {
        Self::of(examples(function))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::*;

    fn state() -> State {
        let mut state = State::restored(None);
        for call in ["virDomainLookupByName(conn1, \"test\")", "virConnectOpen(\"qemu:///system\")"] {
            state.act(Action::Perform(call.parse().unwrap()));
        }
        let test = state.world().host(&"test".into()).unwrap().domains.by_name("test").unwrap().def.uuid;
        state.act(Action::LookAtHost("test".into()));
        state.act(Action::LookAtDomain(Some(test)));
        state
    }

    fn chosen(function: &str) -> String {
        let mut state = state();
        state.act(Action::Choose(FunctionId::from_c_name(function).unwrap()));
        state.draft.call().to_string()
    }

    #[test]
    fn names_are_those_of_the_domain_that_is_looked_at() {
        assert_eq!(chosen("virDomainGetBlockInfo"), "virDomainGetBlockInfo(dom1, \"vda\", &, 0)");
        assert_eq!(chosen("virDomainInterfaceStats"), "virDomainInterfaceStats(dom1, \"testnet0\", &, 64)");
        assert_eq!(chosen("virDomainLookupByID"), "virDomainLookupByID(conn1, 1)");
        let text = "\"6695eb01-f6a4-8304-79aa-97f2502e193f\"";
        assert_eq!(
            chosen("virDomainLookupByUUIDString"),
            format!("virDomainLookupByUUIDString(conn1, {text})")
        );
        assert_eq!(
            chosen("virDomainLookupByUUID"),
            "virDomainLookupByUUID(conn1, x\"6695eb01f6a4830479aa97f2502e193f\")"
        );
    }

    #[test]
    fn a_document_is_of_the_kind_that_the_function_takes() {
        assert!(chosen("virDomainAttachDevice").contains("<disk type='file'"));
        assert!(chosen("virDomainDefineXML").contains("<domain type='test'>"));
        assert!(chosen("virConnectCompareCPU").contains("<cpu mode="));
        assert!(chosen("virtlabHostSet").contains("NUMA") || chosen("virtlabHostSet").contains("hostname"));
    }

    /// What is chosen works, or is refused for what the domain is, the driver lacks, or a person has to decide; never
    /// because an argument that is needed is not there.
    #[test]
    fn no_suggestion_lacks_what_is_needed() {
        let mut state = state();
        let needs_a_person =
            ["alias", "group", "fd ", "nfds", "nativeConfig", "keys", "xmlCPUs", "dxml", "mime"];
        let mut lacks = Vec::new();
        for row in virtlab_core::api::functions() {
            state.act(Action::Choose(row.id));
            let outcome = state.preview();
            let Some(error) = &outcome.error else { continue };
            let lacking =
                error.message.contains("must not be NULL") || error.message.contains("must not be zero");
            let excused = needs_a_person.iter().any(|word| error.message.contains(word));
            if lacking && !excused {
                lacks.push(format!("{}: {}", state.draft.call(), error.message));
            }
        }
        assert_eq!(lacks, [""; 0]);
    }
}
