//! `<clock>` and its timers.

use super::fault;
use crate::domain::config::clock::{
    Clock, ClockBasis, ClockOffset, TickPolicy, Timer, TimerName, TimerTrack,
};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, Word, YesNo, number};
use crate::words;

words! {
    /// `virDomainClockOffsetType` of libvirt.
    enum Offset {
        Utc "utc", Localtime "localtime", Variable "variable", Timezone "timezone", Absolute "absolute",
    }
}

/// `virDomainDefClockParse` of libvirt.
pub(super) fn parse(root: &Element<'_>) -> Result<Clock> {
    let attribute = |name| root.path_attribute("clock", name);
    let offset = match attribute("offset") {
        None => Offset::Utc,
        Some(word) => Offset::from_word(word)
            .ok_or_else(|| fault(ErrorCode::ConfigUnsupported, format!("unknown clock offset '{word}'")))?,
    };
    let offset = match offset {
        Offset::Utc => adjusted(attribute("adjustment"), ClockBasis::Utc)?,
        Offset::Localtime => adjusted(attribute("adjustment"), ClockBasis::Localtime)?,
        Offset::Variable => ClockOffset::Variable {
            adjustment_s: attribute("adjustment").and_then(|text| number::to_i64(text, 10)).unwrap_or(0),
            basis: match attribute("basis") {
                None => ClockBasis::Utc,
                Some(word) => ClockBasis::from_word(word).ok_or_else(|| {
                    fault(ErrorCode::ConfigUnsupported, format!("unknown clock basis '{word}'"))
                })?,
            },
        },
        Offset::Timezone => ClockOffset::Timezone(
            attribute("timezone")
                .ok_or_else(|| {
                    let detail = "missing 'timezone' attribute for clock with offset='timezone'";
                    fault(ErrorCode::InternalError, detail)
                })?
                .into(),
        ),
        Offset::Absolute => {
            let start = attribute("start").and_then(|text| number::to_u64(text, 10));
            ClockOffset::Absolute(start.ok_or_else(|| {
                let detail = "missing 'start' attribute for clock with offset='absolute'";
                fault(ErrorCode::InternalError, detail)
            })?)
        }
    };
    let mut timers = Vec::new();
    for timer in root.all("clock").flat_map(|clock| clock.all("timer")) {
        timers.push(parse_timer(timer)?);
    }
    Ok(Clock { offset, timers: timers.into() })
}

/// UTC or local time, which an adjustment in seconds turns into a variable clock.
fn adjusted(adjustment: Option<&str>, basis: ClockBasis) -> Result<ClockOffset> {
    let reset = match adjustment {
        None => false,
        Some("reset") => true,
        Some(text) => {
            let adjustment_s = number::to_i64(text, 10)
                .ok_or_else(|| fault(ErrorCode::XmlError, format!("unknown clock adjustment '{text}'")))?;
            return Ok(ClockOffset::Variable { adjustment_s, basis });
        }
    };
    Ok(match basis {
        ClockBasis::Utc => ClockOffset::Utc(reset),
        ClockBasis::Localtime => ClockOffset::Localtime(reset),
    })
}

/// `virDomainTimerDefParseXML` of libvirt.
fn parse_timer(timer: &Element<'_>) -> Result<Timer> {
    let name = timer.prop_word("name", Prop::REQUIRED)?.unwrap_or(TimerName::Platform);
    let present = timer.prop_yes_no("present", Prop::NONE)?;
    let tick_policy = timer.prop_word("tickpolicy", Prop::NONE)?;
    let track = timer.prop_word::<TimerTrack>("track", Prop::NONE)?;
    let frequency_hz = timer.prop_u64("frequency", 10, Prop::NONE)?.unwrap_or(0);
    let mode = timer.prop_word("mode", Prop::NONE)?;
    let mut catchup = [0; 3];
    if let Some(element) = timer.child("catchup") {
        for (value, name) in catchup.iter_mut().zip(["threshold", "slew", "limit"]) {
            *value = element.prop_u64(name, 10, Prop::NONE)?.unwrap_or(0);
        }
    }
    let catchup = (catchup != [0; 3]).then(|| Box::new(catchup));
    Ok(Timer { name, present, tick_policy, track, mode, frequency_hz, catchup })
}

/// `virDomainDefPostParseTimer` of libvirt.
pub(super) fn post_parse(clock: &Clock) -> Result<()> {
    for timer in &clock.timers {
        let name = timer.name;
        let unsupported = |what: &str| {
            let detail = format!("timer {name} doesn't support setting of timer {what}");
            Err(fault(ErrorCode::ConfigUnsupported, detail))
        };
        if matches!(name, TimerName::Kvmclock | TimerName::Hypervclock) && timer.tick_policy.is_some() {
            return unsupported("tickpolicy");
        }
        if timer.tick_policy != Some(TickPolicy::Catchup) && timer.catchup.is_some() {
            let detail = "setting of timer catchup policies is only supported with tickpolicy='catchup'";
            return Err(fault(ErrorCode::XmlError, detail));
        }
        if name != TimerName::Tsc && timer.frequency_hz > 0 {
            return unsupported("frequency");
        }
        if name != TimerName::Tsc && timer.mode.is_some() {
            return unsupported("mode");
        }
        if !matches!(name, TimerName::Platform | TimerName::Rtc) && timer.track.is_some() {
            return unsupported("track");
        }
    }
    Ok(())
}

/// `virDomainClockDefFormat` of libvirt.
pub(super) fn format(clock: &Clock, w: &mut Writer) {
    let tag = w.start("clock");
    let reset = |on: &bool| on.then_some("reset");
    let tag = match &clock.offset {
        ClockOffset::Utc(on) => tag.attr("offset", Offset::Utc).opt_attr("adjustment", reset(on)),
        ClockOffset::Localtime(on) => tag.attr("offset", Offset::Localtime).opt_attr("adjustment", reset(on)),
        ClockOffset::Variable { adjustment_s, basis } => {
            tag.attr("offset", Offset::Variable).attr("adjustment", adjustment_s).attr("basis", basis)
        }
        ClockOffset::Timezone(name) => tag.attr("offset", Offset::Timezone).attr("timezone", name),
        ClockOffset::Absolute(start) => tag.attr("offset", Offset::Absolute).attr("start", start),
    };
    tag.inside(|w| clock.timers.iter().for_each(|timer| format_timer(timer, w)));
}

fn format_timer(timer: &Timer, w: &mut Writer) {
    w.start("timer")
        .attr("name", timer.name)
        .opt_attr("present", timer.present.map(YesNo::of))
        .opt_attr("tickpolicy", timer.tick_policy)
        .opt_attr("track", timer.track)
        .opt_attr("frequency", (timer.frequency_hz > 0).then_some(timer.frequency_hz))
        .opt_attr("mode", timer.mode)
        .inside(|w| {
            if let Some(catchup) = &timer.catchup {
                let some = |value: u64| (value > 0).then_some(value);
                w.start("catchup")
                    .opt_attr("threshold", some(catchup[0]))
                    .opt_attr("slew", some(catchup[1]))
                    .opt_attr("limit", some(catchup[2]))
                    .empty();
            }
        });
}
