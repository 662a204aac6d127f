//! Waiting for events.

use virtlab_core::api::{Delivered, FunctionId, Notice, Outcome, Raised, Value};

use super::blockjob::timeout;
use super::calls::number;
use super::event_words::{DOMAINS, Family, NETWORKS, POOLS, told};
use super::moment::date;
use super::{Done, Failed, Run, fail, say};
use crate::shell::Pause;
use crate::xml;

/// What a wait came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waited {
    Happened,
    TimedOut,
    Interrupted,
    /// In this world nothing happens but what this shell does.
    ForEver,
    /// The event loop does not run any more: libvirt's last error says why.
    Broken,
}

/// Callbacks and a timer, for as long as they are waited for.
struct Waiting<'f> {
    family: &'f Family,
    callbacks: Vec<i64>,
    /// The timer that ends the waiting.
    timer: Option<i64>,
    /// The milliseconds that are left of it. They are the whole waiting's, however often it goes on after an event.
    left: Option<u64>,
}

impl<'f> Waiting<'f> {
    /// Begins; the first registration has to succeed, others may be unknown to an older libvirt.
    fn begin(
        run: &mut Run<'_>,
        family: &'f Family,
        object: &Value,
        ids: &[usize],
        timeout: Option<i32>,
    ) -> Result<Self, Failed> {
        run.face.waiting(true);
        run.perform(FunctionId::EventRegisterDefaultImpl, []);
        let timer = timeout.map(|ms| {
            let args = [ms.into(), "vshEventTimeout".into(), Value::Null, Value::Null];
            run.ask(FunctionId::EventAddTimeout, args)
        });
        let left = timeout.map(|ms| u64::try_from(ms).unwrap_or(0));
        let mut waiting = Self { family, callbacks: Vec::new(), timer, left };
        for (at, id) in ids.iter().enumerate() {
            let args = [run.conn(), object.clone(), (*id as u64).into(), "virshEventPrint".into()];
            let args = args.into_iter().chain([Value::Null, Value::Null]);
            let registered = run.perform(family.register, args);
            if registered.ok() {
                waiting.callbacks.push(number(&registered.ret));
            } else if at == 0 {
                run.keeping_error(|run| waiting.end(run));
                return Err(Failed);
            } else {
                run.forget();
            }
        }
        Ok(waiting)
    }

    fn end(self, run: &mut Run<'_>) {
        if let Some(timer) = self.timer {
            run.perform(FunctionId::EventRemoveTimeout, [timer.into()]);
        }
        for callback in self.callbacks {
            run.perform(self.family.deregister, [run.conn(), callback.into()]);
        }
        run.face.waiting(false);
    }

    /// Events of a turn of the loop, and whether the timer was due.
    fn heard(&self, turn: &Outcome) -> (Vec<Raised>, bool) {
        let mut events = Vec::new();
        let mut due = false;
        for delivered in &turn.delivered {
            match delivered {
                Delivered::Event { callback_id, event, .. }
                    if event.event.family() == self.family.family
                        && self.callbacks.contains(&i64::from(*callback_id)) =>
                {
                    events.push(event.clone());
                }
                Delivered::Timeout { timer, .. } => {
                    due |= self.timer.is_some_and(|own| own == i64::from(*timer));
                }
                _ => {}
            }
        }
        (events, due)
    }

    /// Waits until `hear` has had enough, or until the time is over.
    fn wait(&mut self, run: &mut Run<'_>, hear: &mut dyn FnMut(&mut Run<'_>, &Raised) -> bool) -> Waited {
        /// How long a turn is waited for where others may do something, in milliseconds.
        const TURN_MS: u64 = 50;
        /// How many turns may bring something else before they count as idle. Letting go of what others took out takes
        /// turns of its own, behind which an event may wait; but a source that is always ready would have turns for ever.
        const OTHERS_MAX: u32 = 4;
        let mut others = 0;
        loop {
            let turn = run.perform(FunctionId::EventRunDefaultImpl, []);
            let (events, due) = self.heard(&turn);
            let idle = events.is_empty();
            for event in &events {
                if hear(run, event) {
                    return Waited::Happened;
                }
            }
            if due || self.left == Some(0) {
                return Waited::TimedOut;
            }
            // No later turn would go better, as where the connection is gone.
            if !turn.ok() {
                return Waited::Broken;
            }
            if !idle {
                others = 0;
                continue;
            }
            // Turns that brought nothing of its own are no part of what the command did.
            run.ran.calls.pop();
            others += 1;
            if others <= OTHERS_MAX && !turn.notices.contains(&Notice::WouldBlock) {
                continue;
            }
            others = 0;
            // What was heard is told now: nobody knows how long the waiting is.
            if run.face.print(&run.ran.output) {
                run.ran.output.clear();
            }
            let step = self.left.unwrap_or(TURN_MS).min(TURN_MS);
            match run.face.wait(step) {
                Pause::Over => {
                    self.left = self.left.map(|left| left - step);
                    continue;
                }
                Pause::Interrupted => return Waited::Interrupted,
                Pause::Alone => {}
            }
            let Some(all) = self.left else { return Waited::ForEver };
            run.perform(FunctionId::ClockAdvance, [all.into()]);
            self.left = Some(0);
        }
    }
}

/// What is told where a wait would have no end.
const FOR_EVER: &str =
    "nothing happens in this world while this shell waits, so that it would wait for ever: give --timeout";

const TIMED_OUT: &str = "event loop timed out\n";
const INTERRUPTED: &str = "event loop interrupted\n";

/// Waits for events of some IDs, and tells of them.
fn listen(run: &mut Run<'_>, family: &Family, object: &Value, ids: &[usize], timeout: Option<i32>) -> Done {
    let (go_on, with_time) = (run.has("loop"), run.has("timestamp"));
    let mut waiting = Waiting::begin(run, family, object, ids, timeout)?;
    let mut count = 0;
    let waited = waiting.wait(run, &mut |run, event| {
        if with_time && let Some(now) = run.face.now_ms() {
            say!(run, "{}.{:03}+0000: ", date(now.div_euclid(1000)), now.rem_euclid(1000));
        }
        let text = told(family, event);
        run.print(&text);
        count += 1;
        !go_on
    });
    run.keeping_error(|run| waiting.end(run));
    match waited {
        Waited::ForEver => fail!(run, "{FOR_EVER}"),
        Waited::Broken => return Err(Failed),
        Waited::TimedOut => say!(run, "{TIMED_OUT}"),
        Waited::Interrupted => say!(run, "{INTERRUPTED}"),
        Waited::Happened => {}
    }
    say!(run, "events received: {count}\n");
    if count > 0 { Ok(()) } else { Err(Failed) }
}

/// The event that was named.
fn chosen(run: &mut Run<'_>, family: &Family, name: &str) -> Result<usize, Failed> {
    match family.names.iter().position(|known| *known == name) {
        Some(id) => Ok(id),
        None => fail!(run, "unknown event type {name}"),
    }
}

fn list(run: &mut Run<'_>, family: &Family) {
    family.names.iter().for_each(|name| say!(run, "{name}\n"));
}

pub(crate) fn event(run: &mut Run<'_>) -> Done {
    run.exclusive("all", "event")?;
    run.exclusive("list", "all")?;
    run.exclusive("list", "event")?;
    if run.has("list") {
        list(run, &DOMAINS);
        return Ok(());
    }
    let ids = match run.text("event")? {
        Some(name) => vec![chosen(run, &DOMAINS, &name)?],
        None if run.has("all") => (0..DOMAINS.names.len()).collect(),
        None => fail!(run, "one of --list, --all, or --event <type> is required"),
    };
    let timeout = timeout(run)?;
    let domain = if run.has("domain") { run.domain()? } else { Value::Null };
    listen(run, &DOMAINS, &domain, &ids, timeout)
}

/// `net-event` and `pool-event`. An object that is not there is told of, and all are listened to.
fn of_family(run: &mut Run<'_>, family: &Family, find: fn(&mut Run<'_>) -> Result<Value, Failed>) -> Done {
    if run.has("list") {
        list(run, family);
        return Ok(());
    }
    let Some(name) = run.text("event")? else { fail!(run, "either --list or --event <type> is required") };
    let id = chosen(run, family, &name)?;
    let timeout = timeout(run)?;
    let object = if run.has(family.option) { find(run).unwrap_or(Value::Null) } else { Value::Null };
    listen(run, family, &object, &[id], timeout)
}

pub(crate) fn net_event(run: &mut Run<'_>) -> Done {
    of_family(run, &NETWORKS, |run| run.network())
}

pub(crate) fn pool_event(run: &mut Run<'_>) -> Done {
    of_family(run, &POOLS, |run| run.pool())
}

/// Whether a domain is as it is waited for.
fn is_so(run: &mut Run<'_>, domain: &Value, condition: &str) -> Result<bool, Failed> {
    if condition == "domain-inactive" {
        return Ok(!run.active(domain));
    }
    let document = run.xml_of(domain, 0)?;
    let Some(root) = xml::root(&document) else { return Err(Failed) };
    let channels = xml::all(&root, "devices/channel/target");
    Ok(channels.iter().any(|target| {
        target.attribute("name") == Some("org.qemu.guest_agent.0")
            && target.attribute("state") == Some("connected")
    }))
}

/// `await`: the conditions with the event that tells of each.
pub(crate) fn wait_for(run: &mut Run<'_>) -> Done {
    let condition = run.needed("condition")?;
    let event = match &condition[..] {
        "domain-inactive" => "lifecycle",
        "guest-agent-available" => "agent-lifecycle",
        _ => fail!(run, "Unsupported await condition name '{condition}'"),
    };
    let timeout = timeout(run)?;
    let domain = run.domain()?;
    let id = chosen(run, &DOMAINS, event)?;
    let mut waiting = Waiting::begin(run, &DOMAINS, &domain, &[id], timeout)?;
    let mut waited = Waited::Happened;
    let mut so = is_so(run, &domain, &condition);
    while so == Ok(false) && waited == Waited::Happened {
        waited = waiting.wait(run, &mut |_, _| true);
        if waited == Waited::Happened {
            so = is_so(run, &domain, &condition);
        }
    }
    run.keeping_error(|run| waiting.end(run));
    match waited {
        Waited::Happened => so.map(|_| ()),
        Waited::Broken => Err(Failed),
        Waited::TimedOut | Waited::Interrupted => {
            say!(run, "{}", if waited == Waited::TimedOut { TIMED_OUT } else { INTERRUPTED });
            run.ran.gave_up = true;
            Err(Failed)
        }
        Waited::ForEver => fail!(run, "{FOR_EVER}"),
    }
}
