//! `list`.

use virtlab_core::api::{FunctionId, Value};

use super::calls::{items, out};
use super::states::state_name;
use super::{Done, Failed, Run, say};
use crate::grid::Grid;

const FILTERS: &[(&str, u32)] = &[
    ("persistent", 4),
    ("transient", 8),
    ("with-managed-save", 0x100),
    ("without-managed-save", 0x200),
    ("autostart", 0x400),
    ("no-autostart", 0x800),
    ("with-snapshot", 0x1000),
    ("without-snapshot", 0x2000),
    ("with-checkpoint", 0x4000),
    ("without-checkpoint", 0x8000),
    ("state-running", 0x10),
    ("state-paused", 0x20),
    ("state-shutoff", 0x40),
    ("state-other", 0x80),
];
const ACTIVE: u32 = 1;
const INACTIVE: u32 = 2;
/// `VIR_DOMAIN_SHUTOFF`.
const SHUTOFF: i64 = 5;

/// A domain of the list.
struct Listed {
    domain: Value,
    id: Option<u32>,
    name: String,
}

impl Listed {
    fn id(&self) -> String {
        self.id.map_or_else(|| "-".to_owned(), |id| id.to_string())
    }
}

pub(crate) fn list(run: &mut Run<'_>) -> Done {
    let mut flags = if run.has("inactive") || run.has("state-shutoff") { INACTIVE } else { ACTIVE };
    if run.has("all") {
        flags = ACTIVE | INACTIVE;
    }
    flags |= run.flags(FILTERS);
    run.exclusive("table", "name")?;
    run.exclusive("table", "id")?;
    let failed = "Failed to list domains";
    let got =
        run.call_or(FunctionId::ConnectListAllDomains, [run.conn(), Value::Out, flags.into()], failed)?;
    let mut domains = Vec::new();
    for domain in items(out(&got, "domains")) {
        let (id, name) = (run.id_of(domain), run.name_of(domain));
        domains.push(Listed { domain: domain.clone(), id, name });
    }
    // The active ones by ID, then the others by name.
    domains.sort_by_key(|listed| (listed.id.is_none(), listed.id, listed.name.to_ascii_lowercase()));
    if run.has("uuid") && !run.has("table") || run.has("name") || run.has("id") {
        plain(run, &domains)
    } else {
        table(run, &domains)
    }
}

fn uuid(run: &mut Run<'_>, domain: &Value) -> Result<String, Failed> {
    let got =
        run.call_or(FunctionId::DomainGetUUIDString, [domain.clone()], "Failed to get domain's UUID")?;
    Ok(super::calls::text(out(&got, "buf")))
}

fn plain(run: &mut Run<'_>, domains: &[Listed]) -> Done {
    let (with_uuid, with_id, with_name) = (run.has("uuid"), run.has("id"), run.has("name"));
    for listed in domains {
        let mut columns = Vec::new();
        if with_uuid {
            columns.push(uuid(run, &listed.domain)?);
        }
        if with_id {
            if listed.id.is_none() && !with_uuid && !with_name {
                continue;
            }
            columns.push(listed.id());
        }
        if with_name {
            columns.push(listed.name.clone());
        }
        say!(run, "{}\n", columns.join(" "));
    }
    Ok(())
}

fn table(run: &mut Run<'_>, domains: &[Listed]) -> Done {
    let (with_title, with_uuid) = (run.has("title"), run.has("uuid"));
    let mut header = vec!["Id", "Name", "State"];
    header.extend(with_title.then_some("Title"));
    header.extend(with_uuid.then_some("UUID"));
    let mut grid = Grid::new(&header);
    for listed in domains {
        let Ok((state, _)) = run.state_of(&listed.domain) else { continue };
        let saved = run.has("managed-save")
            && state == SHUTOFF
            && run.ask(FunctionId::DomainHasManagedSaveImage, [listed.domain.clone(), 0.into()]) > 0;
        let state = if saved { "saved" } else { state_name(state) };
        let mut row = vec![listed.id(), listed.name.clone(), state.to_owned()];
        if with_title {
            row.push(title(run, &listed.domain)?);
        }
        if with_uuid {
            row.push(uuid(run, &listed.domain)?);
        }
        grid.row(row);
    }
    run.table(&grid);
    Ok(())
}

fn title(run: &mut Run<'_>, domain: &Value) -> Result<String, Failed> {
    super::metadata::DOMAIN.tell(run, domain, true, 0)
}
