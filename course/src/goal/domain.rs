//! The fields of a domain and of a snapshot.

use virtlab_core::domain::config::DomainDef;
use virtlab_core::domain::moment::Snapshot;
use virtlab_core::domain::{Domain, DomainState, StateReason};
use virtlab_core::ground::Word;

use super::seen::count;
use super::{Datum, Field};

/// A field of a domain.
pub(super) fn value(field: Field, domain: &Domain) -> Option<Datum> {
    if let Some(found) = of_definition(field, domain) {
        return found;
    }
    Some(match field {
        Field::State => Datum::Text(state_word(domain.state.state())),
        Field::Reason => Datum::Text(reason_word(domain.state)),
        Field::Active => Datum::Truth(domain.active()),
        Field::Persistent => Datum::Truth(domain.persistent),
        Field::Autostart => Datum::Truth(domain.autostart),
        Field::ManagedSave => Datum::Truth(domain.managed_save),
        Field::Id => Datum::Number(i64::from(domain.def.id)),
        Field::Uuid => Datum::Text(domain.def.uuid.to_string()),
        Field::Snapshots => {
            Datum::List(domain.snapshots.iter().map(|one| one.base.name.to_string()).collect())
        }
        Field::CurrentSnapshot => Datum::Text(domain.snapshots.current()?.base.name.to_string()),
        _ => return None,
    })
}

/// A state as files name it: as libvirt does, without what all have in common, in small letters.
pub(super) fn state_word(state: DomainState) -> String {
    state.c_name().trim_start_matches("VIR_DOMAIN_").to_ascii_lowercase()
}

/// A reason, in the same way: `running_booted`.
pub(super) fn reason_word(state: StateReason) -> String {
    state.c_name().trim_start_matches("VIR_DOMAIN_").to_ascii_lowercase()
}

/// The fields that a configuration says: of the one in force, and, as `config_`, of the one that lasts. None outside for
/// a field that is none of them; none inside for what the configuration does not say.
fn of_definition(field: Field, domain: &Domain) -> Option<Option<Datum>> {
    let lasting = match field {
        Field::Title
        | Field::Description
        | Field::MemoryKib
        | Field::MaxMemoryKib
        | Field::Vcpus
        | Field::MaxVcpus
        | Field::Disks
        | Field::Interfaces => false,
        Field::ConfigTitle
        | Field::ConfigDescription
        | Field::ConfigMemoryKib
        | Field::ConfigMaxMemoryKib
        | Field::ConfigVcpus
        | Field::ConfigMaxVcpus
        | Field::ConfigDisks
        | Field::ConfigInterfaces => true,
        _ => return None,
    };
    // A transient domain has no configuration that lasts.
    if lasting && !domain.persistent {
        return Some(None);
    }
    Some(said(field, if lasting { domain.lasting_def() } else { &domain.def }))
}

fn said(field: Field, def: &DomainDef) -> Option<Datum> {
    let kib = |n: u64| Datum::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let text = |text: &Option<Box<str>>| text.as_deref().map(|text| Datum::Text(text.to_owned()));
    Some(match field {
        Field::Title | Field::ConfigTitle => text(&def.title)?,
        Field::Description | Field::ConfigDescription => text(&def.description)?,
        Field::MemoryKib | Field::ConfigMemoryKib => kib(def.memory.current_kib),
        Field::MaxMemoryKib | Field::ConfigMaxMemoryKib => kib(def.memory.total_kib),
        Field::Vcpus | Field::ConfigVcpus => Datum::Number(i64::from(def.vcpus.online())),
        Field::MaxVcpus | Field::ConfigMaxVcpus => Datum::Number(i64::from(def.vcpus.max())),
        Field::Disks | Field::ConfigDisks => Datum::List(
            def.devices.disks.iter().filter_map(|disk| disk.target.as_deref()).map(Into::into).collect(),
        ),
        Field::Interfaces | Field::ConfigInterfaces => count(def.devices.interfaces.len()),
        _ => return None,
    })
}

/// A field of a snapshot.
pub(super) fn snapshot(field: Field, snapshot: &Snapshot) -> Option<Datum> {
    Some(match field {
        Field::State => Datum::Text(snapshot.state.word().to_owned()),
        Field::Parent => Datum::Text(snapshot.base.parent.as_deref()?.to_owned()),
        Field::Description => Datum::Text(snapshot.base.description.as_deref()?.to_owned()),
        _ => return None,
    })
}
