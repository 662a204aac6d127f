//! The fields of a domain and of a snapshot.

use virtlab_core::domain::config::DomainDef;
use virtlab_core::domain::moment::Snapshot;
use virtlab_core::domain::{Domain, DomainState, StateReason};
use virtlab_core::ground::Word;

use super::{Datum, Field};

/// A field of a domain.
pub(super) fn value(field: Field, domain: &Domain) -> Option<Datum> {
    if let Some(plain) = of_lasting(field) {
        // A transient domain has no configuration that lasts.
        return said(plain, domain.lasting_def()).filter(|_| domain.persistent);
    }
    said(field, &domain.def).or_else(|| standing(field, domain))
}

/// What is so of a domain beside its configuration.
fn standing(field: Field, domain: &Domain) -> Option<Datum> {
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

/// What a `config_` field asks of the configuration that lasts, as the field of the one in force.
fn of_lasting(field: Field) -> Option<Field> {
    Some(match field {
        Field::ConfigTitle => Field::Title,
        Field::ConfigDescription => Field::Description,
        Field::ConfigMemoryKib => Field::MemoryKib,
        Field::ConfigMaxMemoryKib => Field::MaxMemoryKib,
        Field::ConfigVcpus => Field::Vcpus,
        Field::ConfigMaxVcpus => Field::MaxVcpus,
        Field::ConfigDisks => Field::Disks,
        Field::ConfigInterfaces => Field::Interfaces,
        _ => return None,
    })
}

/// What a configuration says.
fn said(field: Field, def: &DomainDef) -> Option<Datum> {
    let kib = |n: u64| Datum::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let text = |text: &Option<Box<str>>| text.as_deref().map(|text| Datum::Text(text.to_owned()));
    Some(match field {
        Field::Title => text(&def.title)?,
        Field::Description => text(&def.description)?,
        Field::MemoryKib => kib(def.memory.current_kib),
        Field::MaxMemoryKib => kib(def.memory.total_kib),
        Field::Vcpus => Datum::Number(i64::from(def.vcpus.online())),
        Field::MaxVcpus => Datum::Number(i64::from(def.vcpus.max())),
        Field::Disks => Datum::List(
            def.devices.disks.iter().filter_map(|disk| disk.target.as_deref()).map(Into::into).collect(),
        ),
        Field::Interfaces => Datum::count(def.devices.interfaces.len()),
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
