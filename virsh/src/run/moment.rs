//! What snapshots and checkpoints have in common: they are found by name, have parents, and are listed as tables and trees.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::ErrorCode;

use super::calls::text;
use super::{Done, Failed, Run, extra, fail, say};
use crate::grid::Grid;
use crate::xml;

/// The calls of one of the two.
pub(super) struct Moment {
    /// `snapshot` or `checkpoint`.
    pub word: &'static str,
    pub get_name: FunctionId,
    pub get_xml: FunctionId,
    pub get_parent: FunctionId,
    pub lookup: FunctionId,
    pub list: FunctionId,
    pub list_children: FunctionId,
    pub delete: FunctionId,
    pub none: ErrorCode,
    /// Whether it has a state.
    pub has_state: bool,
    /// The filters of its list.
    pub filters: &'static [(&'static str, u32)],
    /// Those of them that a tree refuses.
    pub no_tree: &'static [&'static str],
    /// The flag of `--topological`.
    pub topological: u32,
}

/// `_LIST_ROOTS` and `_LIST_DESCENDANTS`, of both.
const ROOTS: u32 = 1;

/// Seconds since 1970 as `2026-01-01 00:00:00`.
pub(super) fn date(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days since 0000-03-01, in eras of 400 years, so that leap days are the last of a year.
    let shifted = days + 719_468;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

/// One of a list.
struct Listed {
    handle: Value,
    name: String,
    parent: Option<String>,
}

impl Moment {
    pub fn name(&self, run: &mut Run<'_>, handle: &Value) -> String {
        run.ask_text(self.get_name, [handle.clone()]).unwrap_or_default()
    }

    pub fn xml(&self, run: &mut Run<'_>, handle: &Value, flags: u32) -> Result<String, Failed> {
        Ok(text(&run.call(self.get_xml, [handle.clone(), flags.into()])?.ret))
    }

    /// The name of the one before; none for a root.
    pub fn parent(&self, run: &mut Run<'_>, handle: &Value) -> Result<Option<String>, Failed> {
        let parent = run.perform(self.get_parent, [handle.clone(), 0.into()]);
        if parent.ok() {
            return Ok(Some(self.name(run, &parent.ret)));
        }
        if run.failed_with(self.none) {
            run.forget();
            return Ok(None);
        }
        run.report();
        fail!(run, "unable to determine if {} has parent", self.word)
    }

    /// `snapshot-parent` and `checkpoint-parent`.
    pub fn tell_parent(&self, run: &mut Run<'_>, handle: &Value, name: &str) -> Done {
        match self.parent(run, handle)? {
            Some(parent) => say!(run, "{parent}"),
            None => fail!(run, "{} '{name}' has no parent", self.word),
        }
        Ok(())
    }

    /// `snapshot-delete` and `checkpoint-delete`.
    pub fn delete(&self, run: &mut Run<'_>, handle: Value, name: &str) -> Done {
        const CHILDREN_ONLY: u32 = 4;
        let flags = run.flags(&[("children", 1), ("metadata", 2), ("children-only", CHILDREN_ONLY)]);
        let word = self.word;
        run.call_or(self.delete, [handle, flags.into()], &format!("Failed to delete {word} {name}"))?;
        let children = if flags & CHILDREN_ONLY != 0 { " children" } else { "" };
        extra!(run, "Domain {word} {name}{children} deleted\n");
        Ok(())
    }

    /// What the options of a list ask for, before a domain is looked up.
    pub fn list_flags(&self, run: &mut Run<'_>) -> Result<u32, Failed> {
        for (one, other) in
            [("tree", "name"), ("parent", "roots"), ("parent", "tree"), ("roots", "tree"), ("roots", "from")]
        {
            run.exclusive(one, other)?;
        }
        if self.has_state {
            run.exclusive("roots", "current")?;
        }
        for option in self.no_tree {
            if run.has("tree") && run.has(option) {
                fail!(run, "--{option} and --tree are mutually exclusive");
            }
        }
        let flags = run.flags(self.filters)
            | run.flags(&[("topological", self.topological), ("roots", ROOTS), ("descendants", ROOTS)]);
        let from = run.has("from") || self.has_state && run.has("current");
        if run.has("descendants") && !from {
            match self.has_state {
                true => fail!(run, "--descendants requires either --from or --current"),
                false => fail!(run, "--descendants requires --from"),
            }
        }
        Ok(flags)
    }

    /// The list of a domain's, or of those below one.
    pub fn list(&self, run: &mut Run<'_>, domain: &Value, from: Option<Value>, flags: u32) -> Done {
        let tree = run.has("tree");
        let (id, object) = match &from {
            Some(from) => (self.list_children, from),
            None => (self.list, domain),
        };
        let got = run.call(id, [object.clone(), Value::Out, flags.into()])?;
        let mut all = Vec::new();
        for handle in got.out.iter().flat_map(|(_, value)| super::calls::items(value)) {
            let parent = if tree { self.parent(run, handle)? } else { None };
            all.push(Listed { handle: handle.clone(), name: self.name(run, handle), parent });
        }
        if let Some(from) = from.filter(|_| tree) {
            let name = self.name(run, &from);
            all.push(Listed { handle: from, name, parent: None });
        }
        if flags & self.topological == 0 {
            all.sort_by_key(|one| one.name.to_ascii_lowercase());
        }
        if tree {
            for root in all.iter().filter(|one| one.parent.is_none()) {
                branch(run, &all, root, &mut String::new(), None);
            }
            return Ok(());
        }
        self.table(run, &all)
    }

    fn table(&self, run: &mut Run<'_>, all: &[Listed]) -> Done {
        let (names, parents) = (run.has("name"), run.has("parent"));
        let mut header = vec!["Name", "Creation Time"];
        header.extend(self.has_state.then_some("State"));
        header.extend(parents.then_some("Parent"));
        let mut grid = Grid::new(&header);
        for one in all {
            let Ok(document) = self.xml(run, &one.handle, 0) else { continue };
            let Some(root) = xml::root(&document) else { continue };
            let parent = xml::text(&root, "parent/name").filter(|_| parents);
            if names {
                let parent = parent.map(|parent| format!("\t{parent}")).unwrap_or_default();
                say!(run, "{}{parent}\n", one.name);
                continue;
            }
            let made = xml::text(&root, "creationTime").and_then(|time| time.parse().ok());
            let Some(made) = made else { continue };
            let mut row = vec![one.name.clone(), format!("{} +0000", date(made))];
            if self.has_state {
                let Some(state) = xml::text(&root, "state") else { continue };
                row.push(state);
            }
            row.extend(parents.then(|| parent.unwrap_or_default()));
            grid.row(row);
        }
        if !names {
            run.table(&grid);
        }
        Ok(())
    }
}

/// A tree as virsh draws it: one, and below it what has it for a parent. `last` says, below a root, whether it is the last.
fn branch(run: &mut Run<'_>, all: &[Listed], one: &Listed, indent: &mut String, last: Option<bool>) {
    let mark = if last.is_some() { "+- " } else { "" };
    say!(run, "{indent}{mark}{}\n", one.name);
    if let Some(last) = last {
        indent.push_str(if last { "  " } else { "| " });
    }
    let children: Vec<&Listed> =
        all.iter().filter(|child| child.parent.as_deref() == Some(&one.name)).collect();
    if !children.is_empty() {
        say!(run, "{indent}  |\n");
    }
    indent.push_str("  ");
    for (at, child) in children.iter().enumerate() {
        branch(run, all, child, indent, Some(at + 1 == children.len()));
    }
    indent.truncate(indent.len() - 2);
    if children.is_empty() && last != Some(false) {
        say!(run, "{indent}\n");
    }
    if last.is_some() {
        indent.truncate(indent.len() - 2);
    }
}
