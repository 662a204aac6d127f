//! The domains of a host: a list of any length, a filter, and marks on what the last step changed.

use std::rc::Rc;
use std::sync::Arc;

use uuid::Uuid;
use virtlab_core::api::Call;
use virtlab_core::domain::config::DomainDef;
use virtlab_core::domain::xml::{self, FormatOptions};
use virtlab_core::domain::{Domain, DomainList};
use yew::prelude::*;

use super::moves::Press;
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Button, ButtonKind, Icon, ListRow, StateBadge, WindowedList};
use crate::{dom, t, words};

/// The height of a row in CSS pixels; also in world.css.
const ROW_PX: u32 = 52;
/// Rows that show before the list scrolls, and half of one more; also in world.css, which gives the list its height: it
/// must have that before it looks whether the chosen row is in sight.
const ROWS_SHOWN: usize = 5;
/// From so many domains on there is a filter.
const FILTER_FROM: usize = 6;

/// The list's domains.
#[derive(Properties, PartialEq)]
pub struct DomainsProps {
    /// The domains of the host.
    pub domains: DomainList,
    /// The one that is looked at.
    pub chosen: Option<Uuid>,
    /// Those that the last step changed.
    pub changed: Vec<Uuid>,
    /// The call that defines one, if there is a connection for it.
    pub defining: Option<Call>,
    /// One is to be looked at.
    pub on_choose: Callback<Uuid>,
    /// A call was pressed.
    pub on_press: Callback<Press>,
}

/// The domains whose name, UUID, ID or state's word has the words of the filter, by name.
fn filtered(i18n: &I18n, domains: &DomainList, filter: &str) -> Vec<Arc<Domain>> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return domains.iter().cloned().collect();
    }
    let has = |domain: &Domain| {
        words.iter().all(|word| {
            domain.def.name.to_lowercase().contains(word)
                || domain.def.id.to_string() == *word
                || kind(i18n, domain).to_lowercase().starts_with(word.as_str())
                || words::state(i18n, domain.state.state()).to_lowercase().starts_with(word.as_str())
                || domain.def.uuid.to_string().starts_with(word.as_str())
        })
    };
    domains.iter().filter(|domain| has(domain)).cloned().collect()
}

/// The domains.
#[component]
pub fn Domains(props: &DomainsProps) -> Html {
    let i18n = use_i18n();
    let filter = use_state_eq(String::new);
    let shown =
        use_memo((props.domains.clone(), (*filter).clone(), i18n.clone()), |(domains, filter, i18n)| {
            filtered(i18n, domains, filter)
        });
    let at = props.chosen.and_then(|uuid| shown.iter().position(|domain| domain.def.uuid == uuid));
    let row = {
        let (shown, i18n, changed) = (shown.clone(), i18n.clone(), Rc::new(props.changed.clone()));
        use_callback((shown.clone(), i18n.clone(), changed), |n: usize, (shown, i18n, changed)| {
            shown
                .get(n)
                .map_or_else(empty_row, |domain| row(i18n, domain, changed.contains(&domain.def.uuid)))
        })
    };
    let on_choose = {
        let (shown, on_choose) = (shown.clone(), props.on_choose.clone());
        Callback::from(move |n: usize| {
            if let Some(domain) = shown.get(n) {
                on_choose.emit(domain.def.uuid)
            }
        })
    };
    let oninput = {
        let filter = filter.clone();
        Callback::from(move |event: InputEvent| filter.set(dom::input_value(&event).unwrap_or_default()))
    };
    let total = props.domains.len();
    if total == 0 {
        return html! { <Empty defining={props.defining.clone()} on_press={props.on_press.clone()} /> };
    }
    let active = props.domains.active_len();
    html! {
        <div class="domains">
            <div class="domains-head">
                <h3>{ t!(i18n, "world-domains") }</h3>
                <span class="quiet">{ t!(i18n, "world-domain-count", count = total, active = active) }</span>
                if total >= FILTER_FROM || !filter.is_empty() {
                    <input class="input domains-filter" type="search" value={(*filter).clone()} {oninput} autocomplete="off"
                        placeholder={t!(i18n, "world-filter")} aria-label={t!(i18n, "world-filter-label")} />
                }
            </div>
            if shown.is_empty() {
                <p class="hint" role="status">{ t!(i18n, "world-filter-nothing", filter = (*filter).clone()) }</p>
            } else {
                <div class={classes!("domains-list", (shown.len() <= ROWS_SHOWN).then(|| format!("domains-list--{}", shown.len())))}>
                    <WindowedList label={t!(i18n, "world-domains")} count={shown.len()} row_px={ROW_PX} {row}
                        chosen={at} {on_choose} />
                </div>
            }
        </div>
    }
}

fn empty_row() -> ListRow {
    ListRow { body: html! {}, class: Classes::new() }
}

fn kind(i18n: &I18n, domain: &Domain) -> AttrValue {
    if domain.persistent { t!(i18n, "persistent") } else { t!(i18n, "transient") }
}

/// A domain: its name and state, and under them what else is to be known.
fn row(i18n: &I18n, domain: &Domain, changed: bool) -> ListRow {
    let state = domain.state;
    let body = html! {
        <div class="domain">
            <span class="domain-name" title={domain.def.name.to_string()}><bdi>{ &*domain.def.name }</bdi></span>
            <StateBadge look={words::look(domain)} word={words::state(i18n, state.state())}
                reason={words::reason(i18n, state)} transient={!domain.persistent} />
            <span class="domain-facts">
                if domain.active() { <span>{ t!(i18n, "world-id", id = domain.def.id.to_string()) }</span> }
                <span>{ kind(i18n, domain) }</span>
                if domain.autostart { <span><Icon name="autostart" />{ t!(i18n, "autostart") }</span> }
                if domain.managed_save { <span class="state--saved domain-saved">{ t!(i18n, "managed-save") }</span> }
                if domain.new_def.as_ref().is_some_and(|next| differs(next, domain)) {
                    <span>{ t!(i18n, "next-configuration") }</span>
                }
            </span>
        </div>
    };
    ListRow { body, class: classes!("domain-row", changed.then_some("changed")) }
}

/// Whether the configuration of the next start is another than the one that runs: whether its document would be.
fn differs(next: &DomainDef, domain: &Domain) -> bool {
    let options = FormatOptions { inactive: true, secure: true, ..FormatOptions::default() };
    xml::format(next, options) != xml::format(&domain.def, options)
}

#[derive(Properties, PartialEq)]
struct EmptyProps {
    defining: Option<Call>,
    on_press: Callback<Press>,
}

/// The invitation where there is no domain.
#[component]
fn Empty(props: &EmptyProps) -> Html {
    let i18n = use_i18n();
    let onclick = |call: &Call| {
        let call = call.clone();
        props.on_press.reform(move |()| Press::Draft(call.clone()))
    };
    html! {
        <div class="domains">
            <div class="domains-head"><h3>{ t!(i18n, "world-domains") }</h3></div>
            if let Some(call) = &props.defining {
                <div class="invite">
                    <p>{ t!(i18n, "world-no-domains") }</p>
                    <Button kind={ButtonKind::Primary} icon="fresh" onclick={onclick(call)}>
                        { t!(i18n, "world-draft-define") }
                    </Button>
                </div>
            } else {
                <p class="hint">{ t!(i18n, "place-none") }</p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::world::{ClientId, World};

    fn domains(names: &[&str]) -> DomainList {
        let mut world = World::builtin(1);
        let mut call = |text: String| {
            let outcome = world.perform(ClientId(0), &text.parse().unwrap());
            assert!(outcome.ok(), "{text}: {:?}", outcome.error);
        };
        call("virConnectOpen(\"test:///default\")".into());
        for name in names {
            let xml = format!(
                "<domain type='test'><name>{name}</name><memory>1024</memory><os><type>hvm</type></os></domain>"
            );
            call(format!("virDomainDefineXML(conn1, \"{xml}\")"));
        }
        world.host(&"test".into()).unwrap().domains.clone()
    }

    fn names(list: &[Arc<Domain>]) -> Vec<&str> {
        list.iter().map(|domain| &*domain.def.name).collect()
    }

    #[test]
    fn a_filter_finds_by_name_state_and_id() {
        let i18n = I18n::english();
        let list = domains(&["web-1", "web-2", "db"]);
        assert_eq!(names(&filtered(&i18n, &list, "")), ["db", "test", "web-1", "web-2"]);
        assert_eq!(names(&filtered(&i18n, &list, "WEB")), ["web-1", "web-2"]);
        assert_eq!(names(&filtered(&i18n, &list, "web 2")), ["web-2"]);
        assert_eq!(names(&filtered(&i18n, &list, "running")), ["test"]);
        assert_eq!(names(&filtered(&i18n, &list, "6695eb01")), ["test"]);
        assert!(filtered(&i18n, &list, "web running").is_empty());
    }

    #[test]
    fn a_domain_that_just_started_has_no_other_configuration_waiting() {
        let mut world = World::builtin(1);
        let mut call = |text: &str| {
            let outcome = world.perform(ClientId(0), &text.parse().unwrap());
            assert!(outcome.ok(), "{text}: {:?}", outcome.error);
            let found = world.host(&"test".into()).unwrap().domains.by_name("d").cloned();
            found.and_then(|domain| Some(differs(domain.new_def.as_ref()?, &domain)))
        };
        let xml = |memory: &str| {
            let devices =
                "<devices><interface type='network'><source network='default'/></interface></devices>";
            format!(
                "<domain type='test'><name>d</name><memory>{memory}</memory><os><type>hvm</type></os>{devices}</domain>"
            )
        };
        call("virConnectOpen(\"test:///default\")");
        call(&format!("virDomainDefineXML(conn1, \"{}\")", xml("1024")));
        assert_eq!(
            call("virDomainCreate(dom1)"),
            Some(false),
            "its MAC address was drawn, and is the same in both"
        );
        assert_eq!(call("virDomainSetMemoryFlags(dom1, 512, VIR_DOMAIN_AFFECT_CONFIG)"), Some(true));
    }
}
