//! The life-cycle diagram as data, read off the rules: which places a domain can get to, and which calls lead from one
//! to another. What leads from every active place to the same one is drawn once, from all of them together.

use virtlab_core::domain::rules::{Effect, Facts, RULES, Rule, Then, Verb, decide};
use virtlab_core::domain::{Domain, DomainState};

/// A place of the diagram.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// The host knows no such domain.
    Undefined,
    /// Shut off, without a managed save image.
    Shutoff,
    /// Shut off, with a managed save image.
    Saved,
    /// Active, in this state.
    Active(DomainState),
}

/// The places that are drawn in one frame.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Region {
    /// Where nothing is.
    Undefined,
    /// Defined, and not active.
    Inactive,
    /// With an ID.
    Active,
}

/// Where an arrow begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Start {
    /// At one place.
    Place(Place),
    /// At the frame around several: the call does the same from each of them.
    All(Region),
}

/// A call that leads from one place to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arrow {
    /// The call.
    pub verb: Verb,
    /// Where it begins.
    pub from: Start,
    /// Where it ends.
    pub to: Place,
}

/// The diagram.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chart {
    /// The places, by region and within one in the order in which they are drawn.
    pub places: Vec<Place>,
    /// The arrows from one place to another.
    pub arrows: Vec<Arrow>,
    /// The calls that an active domain answers by staying where it is, and yet something happens.
    pub stays: Vec<Verb>,
}

impl Place {
    /// Where a domain is; `None` is a domain that is not there.
    pub fn of(domain: Option<&Domain>) -> Self {
        match domain {
            None => Self::Undefined,
            Some(domain) if domain.is(DomainState::Shutoff) && domain.managed_save => Self::Saved,
            Some(domain) if domain.is(DomainState::Shutoff) => Self::Shutoff,
            Some(domain) => Self::Active(domain.state.state()),
        }
    }

    /// The frame that it is in.
    pub fn region(self) -> Region {
        match self {
            Self::Undefined => Region::Undefined,
            Self::Shutoff | Self::Saved => Region::Inactive,
            Self::Active(_) => Region::Active,
        }
    }

    /// What the rules look at for a domain in this place that is otherwise as `facts` say.
    fn facts(self, facts: &Facts) -> Facts {
        let state = match self {
            Self::Active(state) => state,
            _ => DomainState::Shutoff,
        };
        let active = matches!(self, Self::Active(_));
        // What is shut off is persistent: a transient domain is gone when it stops.
        let persistent = facts.persistent || !active;
        Facts { state, active, persistent, managed_save: self == Self::Saved, flags: 0, ..*facts }
    }
}

impl Start {
    /// Whether a domain in this place can go by an arrow that begins here.
    pub fn covers(self, place: Place) -> bool {
        match self {
            Self::Place(from) => from == place,
            Self::All(region) => place.region() == region,
        }
    }

    /// The frame that the arrow begins in.
    pub fn region(self) -> Region {
        match self {
            Self::Place(place) => place.region(),
            Self::All(region) => region,
        }
    }
}

/// The row that decides about a call, for a domain in this place. Of a domain that is not there, only a call with a
/// document can be decided: its last row is the one without conditions.
fn row(place: Place, verb: Verb, facts: &Facts) -> Option<&'static Rule> {
    if place != Place::Undefined {
        return Some(decide(verb, &place.facts(facts)));
    }
    let makes = matches!(verb, Verb::Define | Verb::CreateXml | Verb::Restore);
    RULES.iter().rfind(|rule| rule.verb == verb && makes)
}

/// Where a call leads from a place; `None` where it is refused.
fn target(place: Place, verb: Verb, facts: &Facts) -> Option<(Place, Effect)> {
    let Then::Do(effect, _) = row(place, verb, facts)?.then else { return None };
    let to = match effect {
        Effect::Stop(_) if !place.facts(facts).persistent => Place::Undefined,
        Effect::Go(reason) | Effect::Start(reason) | Effect::Stop(reason) | Effect::Halt(reason) => {
            match reason.state() {
                DomainState::Shutoff => Place::Shutoff,
                state => Place::Active(state),
            }
        }
        Effect::StopSaved(_) => Place::Saved,
        Effect::Remove => Place::Undefined,
        Effect::Define if place == Place::Undefined => Place::Shutoff,
        Effect::DropManagedSave if place == Place::Saved => Place::Shutoff,
        Effect::DropManagedSave
        | Effect::Stay
        | Effect::Define
        | Effect::MakeTransient
        | Effect::Rename
        | Effect::Load
        | Effect::Autostart => place,
    };
    Some((to, effect))
}

/// Every place that calls lead to from nothing, and the place that is looked at.
fn reachable(facts: &Facts, current: Place) -> Vec<Place> {
    let mut places = vec![Place::Undefined];
    let mut next = 0;
    while let Some(&place) = places.get(next) {
        for (to, _) in Verb::ALL.into_iter().filter_map(|verb| target(place, verb, facts)) {
            if !places.contains(&to) {
                places.push(to);
            }
        }
        next += 1;
        if next == places.len() && !places.contains(&current) {
            places.push(current);
        }
    }
    places.sort();
    places
}

/// Whether an arrow from there is worth drawing. Calls that take a document could be made from nearly everywhere; they
/// are drawn where they are made for: defining and creating from nothing, restoring from where saving leads.
fn drawn(verb: Verb, from: Place, saves_to: &[Place]) -> bool {
    match verb {
        Verb::Define | Verb::CreateXml => from == Place::Undefined,
        Verb::Restore => saves_to.iter().any(|to| to.region() == from.region()),
        _ => true,
    }
}

impl Chart {
    /// The diagram of a domain with these facts, of which state and managed save image do not matter.
    pub fn new(facts: &Facts, current: Place) -> Self {
        let places = reachable(facts, current);
        let mut chart = Self { places: Vec::new(), arrows: Vec::new(), stays: Vec::new() };
        let goes = |verb| {
            places
                .iter()
                .filter_map(move |&from| target(from, verb, facts).map(|(to, effect)| (from, to, effect)))
        };
        let active = |place: &Place| place.region() == Region::Active;
        let saves_to: Vec<Place> = goes(Verb::Save).map(|(_, to, _)| to).collect();
        for verb in Verb::ALL {
            let all: Vec<_> = goes(verb).filter(|(from, ..)| drawn(verb, *from, &saves_to)).collect();
            // Reboot leads from paused to running, too; what stays among the active places is told beside them, as long
            // as every one of them allows it.
            let inside = |(from, to, effect): &&(Place, Place, Effect)| {
                active(from)
                    && active(to)
                    && !matches!(
                        effect,
                        Effect::Define | Effect::Rename | Effect::Autostart | Effect::DropManagedSave
                    )
            };
            let stays =
                all.iter().filter(inside).count() == places.iter().filter(|place| active(place)).count();
            if stays {
                chart.stays.push(verb);
            }
            for (from, to, _) in all.iter().filter(|(from, to, _)| from != to && !(stays && active(from))) {
                chart.arrows.push(Arrow { verb, from: Start::Place(*from), to: *to });
            }
        }
        chart.places = places;
        chart.gather();
        chart
    }

    /// Arrows of one call from every place of a region to the same place become one.
    fn gather(&mut self) {
        for region in [Region::Inactive, Region::Active] {
            let size = self.places.iter().filter(|place| place.region() == region).count();
            for verb in Verb::ALL {
                let of = |arrow: &Arrow| {
                    arrow.verb == verb && arrow.from.region() == region && arrow.to.region() != region
                };
                let ends: Vec<Place> =
                    self.arrows.iter().filter(|arrow| of(arrow)).map(|arrow| arrow.to).collect();
                if size > 1 && ends.len() == size && ends.iter().all(|to| *to == ends[0]) {
                    self.arrows.retain(|arrow| !of(arrow));
                    self.arrows.push(Arrow { verb, from: Start::All(region), to: ends[0] });
                }
            }
        }
        self.arrows.sort_by_key(|arrow| (arrow.from.region(), arrow.to, arrow.verb));
    }

    /// The places of a region.
    pub fn places_of(&self, region: Region) -> impl Iterator<Item = Place> {
        self.places.iter().copied().filter(move |place| place.region() == region)
    }

    /// The arrows that lead from one region to another, or between places of one.
    pub fn between(&self, from: Region, to: Region) -> impl Iterator<Item = &Arrow> {
        self.arrows.iter().filter(move |arrow| arrow.from.region() == from && arrow.to.region() == to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(persistent: bool) -> Facts {
        Facts {
            state: DomainState::Shutoff,
            active: false,
            persistent,
            managed_save: false,
            has_snapshots: false,
            has_checkpoints: false,
            snapshot: None,
            poweroff_restarts: false,
            reboot_restarts: true,
            flags: 0,
        }
    }

    fn text(chart: &Chart) -> Vec<String> {
        let place = |place: Place| match place {
            Place::Active(state) => format!("{state:?}"),
            place => format!("{place:?}"),
        };
        let from = |from: Start| match from {
            Start::Place(from) => place(from),
            Start::All(region) => format!("{region:?}*"),
        };
        chart.arrows.iter().map(|a| format!("{} {:?} {}", from(a.from), a.verb, place(a.to))).collect()
    }

    #[test]
    fn a_persistent_domain_goes_round_between_shut_off_and_active() {
        let chart = Chart::new(&facts(true), Place::Shutoff);
        let expected = [
            "Undefined Define Shutoff",
            "Undefined CreateXml Running",
            "Shutoff Undefine Undefined",
            "Saved ManagedSaveRemove Shutoff",
            "Inactive* Create Running",
            "Inactive* Restore Running",
            "Active* Shutdown Shutoff",
            "Active* Destroy Shutoff",
            "Active* Save Shutoff",
            "Active* ManagedSave Saved",
            "Paused Resume Running",
            "Running Suspend Paused",
        ];
        assert_eq!(text(&chart), expected);
        assert_eq!(chart.stays, [Verb::Reboot, Verb::Reset, Verb::Undefine, Verb::CoreDump]);
        let places: Vec<_> = chart.places_of(Region::Active).collect();
        assert_eq!(places, [Place::Active(DomainState::Running), Place::Active(DomainState::Paused)]);
    }

    #[test]
    fn a_transient_domain_is_gone_when_it_stops() {
        let chart = Chart::new(&facts(false), Place::Active(DomainState::Running));
        let ends: Vec<_> = chart.between(Region::Active, Region::Undefined).map(|arrow| arrow.verb).collect();
        assert_eq!(ends, [Verb::Shutdown, Verb::Destroy, Verb::Save]);
        assert_eq!(chart.between(Region::Active, Region::Inactive).count(), 0);
        assert!(!chart.places.contains(&Place::Saved));
        assert!(
            chart
                .arrows
                .iter()
                .any(|arrow| arrow.verb == Verb::Restore && arrow.from == Start::Place(Place::Undefined))
        );
    }

    #[test]
    fn a_crashed_domain_is_drawn_when_there_is_one() {
        let crashed = Place::Active(DomainState::Crashed);
        assert!(!Chart::new(&facts(true), Place::Shutoff).places.contains(&crashed));
        let chart = Chart::new(&facts(true), crashed);
        assert_eq!(chart.places_of(Region::Active).last(), Some(crashed));
        assert!(chart.arrows.iter().any(|a| a.verb == Verb::Destroy && a.from == Start::All(Region::Active)));
        assert!(chart.arrows.iter().any(|a| a.verb == Verb::Suspend && a.from == Start::Place(crashed)));
    }

    #[test]
    fn a_restart_on_poweroff_keeps_the_domain_where_it_is() {
        let chart = Chart::new(&Facts { poweroff_restarts: true, ..facts(true) }, Place::Shutoff);
        assert!(chart.stays.contains(&Verb::Shutdown));
        assert!(!chart.arrows.iter().any(|arrow| arrow.verb == Verb::Shutdown));
    }

    #[test]
    fn every_arrow_begins_and_ends_at_places_of_the_chart() {
        for persistent in [true, false] {
            for state in DomainState::ALL {
                let current = if state == DomainState::Shutoff { Place::Saved } else { Place::Active(state) };
                let chart = Chart::new(&facts(persistent), current);
                assert!(chart.places.contains(&current));
                for arrow in &chart.arrows {
                    assert!(chart.places.contains(&arrow.to), "{arrow:?}");
                    assert!(chart.places.iter().any(|place| arrow.from.covers(*place)), "{arrow:?}");
                }
            }
        }
    }
}
