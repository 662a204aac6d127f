//! The diagram: the places of a domain's life from undefined down to active, and between them the calls, each a button
//! on its arrow. The arrow itself can be pressed as well, and makes the first of its calls that can be made; a line under
//! the diagram tells what it would do, or why it cannot be gone now. It is laid out by the style sheet from what the rules say, so that it fits any width and any size of
//! letters.

use virtlab_core::domain::rules::{Facts, Verb};
use virtlab_core::domain::{Domain, DomainState};
use yew::prelude::*;

use super::{Chart, Last, Place, Region, Start, Subject, look, refusal, short, word};
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Button, StateMark};
use crate::world::moves::Press;
use crate::{t, words};

/// What the diagram shows.
#[derive(Properties, PartialEq)]
pub struct DiagramProps {
    /// The domain.
    pub subject: Subject,
    /// A call was pressed.
    pub on_press: Callback<Press>,
}

/// The diagram.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    let i18n = use_i18n();
    let subject = &props.subject;
    let facts = subject.domain.as_deref().map_or_else(usual, |domain| domain.facts(0));
    let chart = use_memo((facts, subject.place()), |(facts, place)| Chart::new(facts, *place));
    let told = use_state_eq(|| None::<AttrValue>);
    let tell = use_callback((), {
        let told = told.setter();
        move |what: Option<AttrValue>, ()| told.set(what)
    });
    let draw = Draw { i18n: &i18n, chart: &chart, subject, on_press: &props.on_press, tell: &tell };
    let label = match &subject.domain {
        Some(domain) => t!(i18n, "world-life-of", name = &*domain.def.name),
        None => t!(i18n, "world-life"),
    };
    html! {
        <div class="chart" role="group" aria-label={label}>
            { draw.region(Region::Undefined) }
            { draw.band(Region::Undefined, Region::Active, "chart-side") }
            { draw.band(Region::Undefined, Region::Inactive, "chart-band") }
            { draw.region(Region::Inactive) }
            { draw.band(Region::Inactive, Region::Active, "chart-band") }
            { draw.region(Region::Active) }
            <p class="chart-told" aria-hidden="true">
                { (*told).clone().unwrap_or_else(|| t!(i18n, "world-arrows")) }
            </p>
        </div>
    }
}

/// The facts of a domain as most are, for the diagram of none in particular.
fn usual() -> Facts {
    Facts {
        state: DomainState::Shutoff,
        active: false,
        persistent: true,
        managed_save: false,
        has_snapshots: false,
        has_checkpoints: false,
        snapshot: None,
        poweroff_restarts: false,
        reboot_restarts: true,
        flags: 0,
    }
}

/// What drawing needs.
struct Draw<'a> {
    i18n: &'a I18n,
    chart: &'a Chart,
    subject: &'a Subject,
    on_press: &'a Callback<Press>,
    /// Tells what is pointed at.
    tell: &'a Callback<Option<AttrValue>>,
}

impl Draw<'_> {
    /// A frame with its places, what goes on between them, and the calls that stay inside.
    fn region(&self, region: Region) -> Html {
        let places: Vec<Place> = self.chart.places_of(region).collect();
        if region == Region::Undefined {
            return html! { <div class="chart-undefined">{ for places.iter().map(|place| self.place(*place)) }</div> };
        }
        let (name, class) = match region {
            Region::Active => (t!(self.i18n, "active"), "region--active"),
            _ => (t!(self.i18n, "inactive"), "region--inactive"),
        };
        let mut inside = Vec::new();
        for (n, place) in places.iter().enumerate() {
            if let Some(before) = n.checked_sub(1).map(|n| places[n]) {
                inside.push(self.inner(before, *place));
            }
            inside.push(self.place(*place));
        }
        let stays = if region == Region::Active {
            self.stays()
        } else {
            html! {}
        };
        html! {
            <div class={classes!("region", class)}>
                <span class="region-name">{ name }</span>
                <div class="region-places">{ for inside }</div>
                { stays }
            </div>
        }
    }

    fn place(&self, place: Place) -> Html {
        let current = self.subject.place() == place;
        let domain = self.subject.domain.as_deref().filter(|_| current && !self.subject.gone);
        let transient = domain.is_some_and(|domain| !domain.persistent).then_some("place--transient");
        let arrived = self.subject.last.is_some_and(|last| last.to == place && last.from != place);
        html! {
            <div class={classes!("place", format!("state--{}", look(place).slug()), transient, arrived.then_some("place--arrived"))}
                aria-current={current.then_some("true")}>
                <StateMark look={look(place)} />
                <span class="place-word">{ word(self.i18n, place) }</span>
                if let Some(domain) = domain { <small class="place-reason">{ self.reason(domain) }</small> }
            </div>
        }
    }

    fn reason(&self, domain: &Domain) -> AttrValue {
        words::reason(self.i18n, domain.state)
    }

    /// The arrows between two frames, those down before those up.
    fn band(&self, upper: Region, lower: Region, class: &'static str) -> Html {
        let mut groups = self.groups(upper, lower, true);
        groups.extend(self.groups(lower, upper, false));
        html! { <div {class}>{ for groups }</div> }
    }

    /// The arrows of one direction between two frames, those with the same end together.
    fn groups(&self, from: Region, to: Region, down: bool) -> Vec<Html> {
        let arrows: Vec<_> = self.chart.between(from, to).copied().collect();
        let mut ends: Vec<Place> = arrows.iter().map(|arrow| arrow.to).collect();
        ends.dedup();
        let way = if down { "way--down" } else { "way--up" };
        let group = |end: &Place| {
            let calls: Vec<_> =
                arrows.iter().filter(|arrow| arrow.to == *end).map(|a| (a.verb, a.from)).collect();
            self.way(way, &calls, *end)
        };
        ends.iter().map(group).collect()
    }

    /// The arrows between two places of one frame: on, and back.
    fn inner(&self, one: Place, other: Place) -> Html {
        let region = one.region();
        let calls = |from: Place, to: Place| -> Vec<(Verb, Start)> {
            let arrows = self
                .chart
                .between(region, region)
                .filter(move |arrow| arrow.to == to && arrow.from.covers(from));
            arrows.map(|arrow| (arrow.verb, arrow.from)).collect()
        };
        let (on, back) = (calls(one, other), calls(other, one));
        html! {
            <div class="region-between">
                if !on.is_empty() { { self.way("way--on", &on, other) } }
                if !back.is_empty() { { self.way("way--back", &back, one) } }
            </div>
        }
    }

    /// An arrow with its calls.
    fn way(&self, class: &'static str, calls: &[(Verb, Start)], to: Place) -> Html {
        let gone_by = |last: Last| {
            !last.refused
                && last.to == to
                && last.from != to
                && calls.iter().any(|(verb, from)| *verb == last.verb && from.covers(last.from))
        };
        let last = self.subject.last.is_some_and(gone_by).then_some("way--last");
        let end = (to == Place::Saved).then_some("way--end");
        html! {
            <div class={classes!("way", class, last, end)} key={format!("{class}-{to:?}")}>
                { self.line(calls, to) }
                <div class="way-calls">{ for calls.iter().map(|(verb, from)| self.call(*verb, *from, Some(to))) }</div>
                <span class="way-to" aria-hidden="true"><StateMark look={look(to)} /></span>
            </div>
        }
    }

    /// The arrow itself. The buttons beside it say the same to the keyboard and to screen readers.
    fn line(&self, calls: &[(Verb, Start)], to: Place) -> Html {
        let lead = calls.iter().find(|(verb, from)| self.refused(*verb, *from).is_none());
        let press = lead.and_then(|(verb, _)| Some(self.subject.find(*verb)?.press.clone()));
        let what = match (lead, calls.first()) {
            (Some((verb, _)), _) => {
                let goes = t!(self.i18n, "world-goes-to", place = word(self.i18n, to));
                Some(t!(self.i18n, "world-arrow", call = verb.c_name(), what = goes))
            }
            (None, Some((verb, from))) => self.denied(*verb, *from),
            (None, None) => None,
        };
        let onclick = self.on_press.clone();
        let onclick =
            Callback::from(move |_: MouseEvent| press.iter().for_each(|press| onclick.emit(press.clone())));
        let (onmouseenter, onmouseleave) =
            (self.tell.reform(move |_: MouseEvent| what.clone()), self.tell.reform(|_| None));
        let class = classes!("way-line", lead.map(|_| "way-line--live"));
        html! { <span {class} aria-hidden="true" {onclick} {onmouseenter} {onmouseleave}><span class="way-hit"></span></span> }
    }

    /// Why a call does not lead along its arrow now.
    fn refused(&self, verb: Verb, from: Start) -> Option<AttrValue> {
        let i18n = self.i18n;
        if !from.covers(self.subject.place()) {
            let begins = match from {
                Start::Place(place) => word(i18n, place),
                Start::All(Region::Active) => t!(i18n, "active"),
                Start::All(_) => t!(i18n, "inactive"),
            };
            return Some(t!(i18n, "world-from-elsewhere", place = begins));
        }
        match self.subject.find(verb) {
            None => Some(t!(i18n, "world-no-domain")),
            Some(found) => found.result.as_ref().err().map(|why| refusal(i18n, why)),
        }
    }

    /// The same with the call's name.
    fn denied(&self, verb: Verb, from: Start) -> Option<AttrValue> {
        self.refused(verb, from).map(|why| t!(self.i18n, "world-arrow", call = verb.c_name(), what = why))
    }

    /// The calls that an active domain answers by staying active.
    fn stays(&self) -> Html {
        let call = |verb: &Verb| self.call(*verb, Start::All(Region::Active), None);
        html! {
            <div class="region-stays">
                <span class="region-name">{ t!(self.i18n, "world-stays") }</span>
                { for self.chart.stays.iter().map(call) }
            </div>
        }
    }

    /// A call as a button: live when it would lead from where the domain is along this arrow.
    fn call(&self, verb: Verb, from: Start, to: Option<Place>) -> Html {
        let i18n = self.i18n;
        let reason = self.refused(verb, from);
        let press = self.subject.find(verb).map(|found| found.press.clone());
        let drafts = matches!(press, Some(Press::Draft(_)));
        let onclick = self.on_press.clone();
        let onclick = Callback::from(move |()| {
            if let Some(press) = press.clone() {
                onclick.emit(press)
            }
        });
        let last = self.subject.last.filter(|last| last.verb == verb && from.covers(last.from));
        let mark = last.map(|last| if last.refused { "chip--refused" } else { "chip--last" });
        let goes = to.map(|to| t!(i18n, "world-goes-to", place = word(i18n, to)));
        let why = self.denied(verb, from);
        let (over, focus) = (why.clone(), why);
        html! {
            <span class="chip-hold" key={format!("{verb:?}-{from:?}")}
                onmouseover={self.tell.reform(move |_: MouseEvent| over.clone())} onmouseout={self.tell.reform(|_| None)}
                onfocusin={self.tell.reform(move |_: FocusEvent| focus.clone())} onfocusout={self.tell.reform(|_| None)}>
                <Button class={classes!("chip", mark)} {reason} {onclick}>
                    <span class="sr-only">{ verb.c_name() }{ " " }{ goes.unwrap_or_default() }</span>
                    <span aria-hidden="true">{ short(verb) }{ if drafts { "…" } else { "" } }</span>
                </Button>
            </span>
        }
    }
}
