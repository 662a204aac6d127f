//! Titles, descriptions and metadata of domains and networks.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::ErrorCode;

use super::calls::{or_null, text};
use super::edit::Editing;
use super::{Done, Failed, Run, extra, fail, say};

/// `VIR_DOMAIN_METADATA_DESCRIPTION`, `_TITLE` and `_ELEMENT`; networks number them alike.
const DESCRIPTION: i32 = 0;
const TITLE: i32 = 1;
const ELEMENT: i32 = 2;

/// What has metadata.
pub(super) struct Described {
    word: &'static str,
    get: FunctionId,
    set: FunctionId,
    get_xml: FunctionId,
    none: ErrorCode,
}

pub(super) const DOMAIN: Described = Described {
    word: "domain",
    get: FunctionId::DomainGetMetadata,
    set: FunctionId::DomainSetMetadata,
    get_xml: FunctionId::DomainGetXMLDesc,
    none: ErrorCode::NoDomainMetadata,
};

pub(super) const NETWORK: Described = Described {
    word: "network",
    get: FunctionId::NetworkGetMetadata,
    set: FunctionId::NetworkSetMetadata,
    get_xml: FunctionId::NetworkGetXMLDesc,
    none: ErrorCode::NoNetworkMetadata,
};

impl Described {
    /// The title or description; empty if there is none.
    pub fn tell(&self, run: &mut Run<'_>, object: &Value, title: bool, flags: u32) -> Result<String, Failed> {
        let kind = if title { TITLE } else { DESCRIPTION };
        let args = [object.clone(), kind.into(), Value::Null, flags.into()];
        let got = run.perform(self.get, args);
        if got.ok() {
            return Ok(text(&got.ret));
        }
        if run.failed_with(self.none) {
            run.forget();
            return Ok(String::new());
        }
        if !run.failed_with(ErrorCode::NoSupport) {
            return Err(Failed);
        }
        // As for a hypervisor that knows no metadata.
        let failed = format!("Failed to get {} description xml", self.word);
        let document = text(&run.call_or(self.get_xml, [object.clone(), flags.into()], &failed)?.ret);
        let Some(root) = crate::xml::root(&document) else {
            fail!(run, "Failed to parse {} description xml", self.word)
        };
        Ok(crate::xml::text(&root, if title { "title" } else { "description" }).unwrap_or_default())
    }

    /// `desc` and `net-desc`, once the object is found. `query` are the flags of asking.
    fn desc(&self, run: &mut Run<'_>, object: Value, name: FunctionId, flags: u32, query: u32) -> Done {
        let title = run.has("title");
        let (what, word) = (if title { "title" } else { "description" }, self.word);
        let now = self.tell(run, &object, title, query)?;
        let mut new = run.has("new-desc").then(|| run.many("new-desc").join(" "));
        if run.has("edit") {
            let edited = run.in_editor(new.as_ref().unwrap_or(&now), ["desc", "desc WORDS"])?;
            // Many editors put a new line at the end.
            let edited = edited.strip_suffix('\n').unwrap_or(&edited);
            if edited == now {
                let word = self.title_case();
                extra!(run, "{word} {what} not changed\n");
                return Ok(());
            }
            new = Some(edited.to_owned());
        }
        if let Some(new) = new {
            let kind = if title { TITLE } else { DESCRIPTION };
            let args = [object, kind.into(), new.into(), Value::Null, Value::Null, flags.into()];
            run.call_or(self.set, args, &format!("Failed to set new {word} {what}"))?;
            let word = self.title_case();
            extra!(run, "{word} {what} updated successfully");
            return Ok(());
        }
        if !now.is_empty() {
            say!(run, "{now}");
            return Ok(());
        }
        let name = run.ask_text(name, [object]).unwrap_or_default();
        extra!(run, "No {what} for {word}: {name}");
        Ok(())
    }

    /// The word where a sentence begins.
    fn title_case(&self) -> &'static str {
        if self.word == "domain" { "Domain" } else { "Network" }
    }

    /// Metadata in an editor, which begins with an empty line if there is none.
    fn edit_metadata(
        &self,
        run: &mut Run<'_>,
        object: &Value,
        uri: &str,
        key: Option<String>,
        flags: u32,
    ) -> Done {
        let editing = Editing {
            get: &|run| {
                let args = [object.clone(), ELEMENT.into(), uri.into(), flags.into()];
                let got = run.perform(self.get, args);
                if got.ok() {
                    return Ok(text(&got.ret));
                }
                run.forget();
                Ok("\n".to_owned())
            },
            not_changed: Some(&|_| "Metadata not changed".to_owned()),
            define: &mut |run, edited| {
                let key = or_null(key.clone());
                let args = [object.clone(), ELEMENT.into(), edited.into(), key, uri.into(), flags.into()];
                run.call(self.set, args).map(|_| ())
            },
            instead: ["metadata", "metadata --set"],
        };
        if editing.run(run)? {
            extra!(run, "Metadata modified\n");
        }
        Ok(())
    }

    /// `metadata` and `net-metadata`, once the object is found.
    fn metadata(&self, run: &mut Run<'_>, object: Value, flags: u32) -> Done {
        let uri = run.needed("uri")?;
        let (key, set) = (run.text("key")?, run.text("set")?);
        if (set.is_some() || run.has("edit")) && key.is_none() {
            fail!(run, "namespace key is required when modifying metadata");
        }
        if run.has("edit") {
            return self.edit_metadata(run, &object, &uri, key, flags);
        }
        if set.is_some() || run.has("remove") {
            let args = [object, ELEMENT.into(), or_null(set), or_null(key), uri.into(), flags.into()];
            run.call(self.set, args)?;
            let done = if run.has("remove") { "removed" } else { "modified" };
            extra!(run, "Metadata {done}\n");
            return Ok(());
        }
        let got = run.perform(self.get, [object, ELEMENT.into(), uri.into(), flags.into()]);
        if !got.ok() && !run.failed_with(self.none) {
            return Err(Failed);
        }
        say!(run, "{}\n", text(&got.ret));
        Ok(())
    }
}

fn no_two_ways(run: &mut Run<'_>) -> Done {
    for (one, other) in [("edit", "set"), ("remove", "set"), ("remove", "edit")] {
        run.exclusive(one, other)?;
    }
    Ok(())
}

pub(crate) fn desc(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    run.state_of(&domain)?;
    // The flag of what is configured is the same for descriptions.
    let query = flags & super::options::CONFIG;
    DOMAIN.desc(run, domain, FunctionId::DomainGetName, flags, query)
}

pub(crate) fn metadata(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    no_two_ways(run)?;
    let domain = run.domain()?;
    DOMAIN.metadata(run, domain, flags)
}

pub(crate) fn net_desc(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let network = run.network()?;
    NETWORK.desc(run, network, FunctionId::NetworkGetName, flags, flags)
}

pub(crate) fn net_metadata(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    no_two_ways(run)?;
    let network = run.network()?;
    NETWORK.metadata(run, network, flags)
}
