//! A session as a program in Python: what C's functions are called in libvirt-python, as it was recorded.

mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use virtlab_core::api::Notice;
use virtlab_core::api::{Call, Function, FunctionId, Handle, HandleKind, Kind, Returns, Value};
use virtlab_listing::{method, says_how_many};

use crate::{Moment, Writer, identifier, one_line};
use text::{literal, quoted};

/// A program that is being written.
#[derive(Default)]
pub(crate) struct Program {
    title: String,
    body: String,
    callbacks: BTreeSet<String>,
    /// The variables that something was given to.
    known: BTreeSet<Handle>,
    /// References to connections that C took besides the first.
    references: BTreeMap<Handle, u32>,
    /// Registrations: connection, object and event.
    registered: BTreeSet<String>,
    asks: bool,
    threads: BTreeSet<u32>,
}

impl Program {
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    fn say(&mut self, text: &str) {
        let _ = writeln!(self.body, "{text}");
    }

    /// The statement of a call; else why there is none.
    fn statement(&mut self, moment: &Moment<'_>) -> Result<String, String> {
        let call = moment.call;
        let row = call.function.row();
        let first = call.args.first().and_then(Value::as_handle);
        let c_name = call.function.c_name();
        if let Some(handle) =
            call.args.iter().filter_map(Value::as_handle).find(|handle| !self.known.contains(handle))
        {
            return Err(format!("nothing here gave {handle}"));
        }
        if let (true, Some(handle)) = (frees(call.function), first) {
            self.known.remove(&handle);
            return Ok(format!("del {handle}"));
        }
        if let (true, Some(handle)) = (c_name.ends_with("Ref"), first) {
            *self.references.entry(handle).or_default() += 1;
            return Err("Python counts references by itself".to_owned());
        }
        if let (FunctionId::ConnectClose, Some(handle)) = (call.function, first) {
            if let Some(more) = self.references.get_mut(&handle).filter(|more| **more > 0) {
                *more -= 1;
                return Err("this gives back what a call above took".to_owned());
            }
            self.known.remove(&handle);
            return Ok(format!("{handle}.close()"));
        }
        if let Some(why) = not_in_python(moment) {
            return Err(why.to_owned());
        }
        if call.function == FunctionId::DomainRevertToSnapshot {
            // A method of the snapshot's domain, which the call does not name.
            let args = self.args(call, row, None)?;
            return Ok(format!("{}.getDomain().revertToSnapshot({})", args[0], args.join(", ")));
        }
        let receiver = receiver(row, call);
        let method = method(c_name, receiver.map_or("-", |at| class(row, at)))
            .ok_or_else(|| "libvirt-python has no such function".to_owned())?;
        let mut args = self.args(call, row, receiver)?;
        match call.function {
            FunctionId::DomainSetTime if args.len() == 3 => {
                args.splice(..2, [format!("{{'seconds': {}, 'nseconds': {}}}", args[0], args[1])]);
            }
            // From the first CPU on, or all together where C says -1.
            FunctionId::DomainGetCPUStats if args.len() == 3 => {
                let total = if args[0] == "-1" { "True" } else { "False" };
                args.splice(..2, [total.to_owned()]);
            }
            FunctionId::ConnectUnregisterCloseCallback => args.clear(),
            _ => {}
        }
        if c_name.ends_with("EventRegisterAny")
            && !self.registered.insert(format!("{first:?} {} {}", args[0], args[1]))
        {
            return Err("libvirt-python hands libvirt one function for all callbacks: a second for the event is refused".to_owned());
        }
        // Flags that say nothing may be left out.
        let (least, most) = method.wants();
        while args.len() > least && args.last().is_some_and(|arg| arg == "0") {
            args.pop();
        }
        if args.len() < least || args.len() > most {
            return Err(format!("libvirt-python's {} takes other arguments", method.name));
        }
        let on = match receiver {
            Some(at) => call.arg(at).to_string(),
            None => "libvirt".to_owned(),
        };
        let said = format!("{on}.{}({})", method.name, args.join(", "));
        Ok(self.assigned(moment, &said))
    }

    /// What is made of what comes back.
    fn assigned(&mut self, moment: &Moment<'_>, said: &str) -> String {
        let row = moment.call.function.row();
        let made = moment.made();
        self.known.extend(made.iter().map(|(_, handle)| *handle));
        match made.as_slice() {
            [(None, handle)] => format!("{handle} = {said}"),
            [] if row.returns == Returns::Status && !gives(row) => said.to_owned(),
            [] => format!("print({said})"),
            several => {
                let names: Vec<String> = several.iter().map(|(_, handle)| handle.to_string()).collect();
                let key = match several[0].1.kind {
                    HandleKind::Snapshot | HandleKind::Checkpoint => "getName",
                    HandleKind::NetworkPort => "UUIDString",
                    _ => "name",
                };
                // libvirt gives lists in no order.
                format!("{}, = sorted({said}, key=lambda one: one.{key}())", names.join(", "))
            }
        }
    }

    fn args(&mut self, call: &Call, row: &Function, receiver: Option<usize>) -> Result<Vec<String>, String> {
        let mut args = Vec::new();
        for (at, param) in row.params.iter().enumerate() {
            if Some(at) == receiver || says_how_many(param) {
                continue;
            }
            args.push(self.arg(param.kind, param.name, &call.arg(at))?);
        }
        Ok(args)
    }

    fn arg(&mut self, kind: Kind, name: &str, value: &Value) -> Result<String, String> {
        Ok(match (kind, value) {
            (Kind::Callback(_), Value::Text(text)) => {
                let name = identifier(text);
                self.callbacks.insert(name.clone());
                name
            }
            (Kind::Credentials, Value::List(values)) => {
                self.asks = true;
                let texts: Vec<String> = values.iter().filter_map(Value::as_text).map(quoted).collect();
                format!(
                    "[[libvirt.VIR_CRED_AUTHNAME, libvirt.VIR_CRED_PASSPHRASE], ask, [{}]]",
                    texts.join(", ")
                )
            }
            (_, Value::Null) => "None".to_owned(),
            (Kind::Flags(set) | Kind::LongFlags(set), Value::Int(n)) => {
                let text = set.text(*n as u32);
                let named = |word: &str| {
                    if word.starts_with("VIR_") { format!("libvirt.{word}") } else { word.to_owned() }
                };
                text.split('|').map(named).collect::<Vec<_>>().join(" | ")
            }
            (Kind::Choice(set, _), Value::Int(n)) => {
                set.choice(*n).map_or_else(|| n.to_string(), |choice| format!("libvirt.{}", choice.name))
            }
            (Kind::Bytes(_), Value::Bytes(bytes)) if name.contains("cpumap") => {
                let bits = bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
                let words: Vec<&str> = bits.map(|on| if on { "True" } else { "False" }).collect();
                format!("({},)", words.join(", "))
            }
            (_, value) => literal(name, value)?,
        })
    }
}

impl Writer for Program {
    fn moment(&mut self, moment: &Moment<'_>) {
        let text = one_line(&moment.call.to_string());
        let number = moment.number;
        if let Some(client) = moment.first_of_client(&mut self.threads) {
            self.say(&format!("# {client}"));
        }
        if let Some(aside) = moment.aside("Python", "is gone") {
            return self.say(&format!("# {aside}"));
        }
        match self.statement(moment) {
            Err(why) => self.say(&format!("# {number}. {text}: {why}")),
            Ok(statement) => match moment.refusal() {
                None => self.say(&format!("# {number}\n{statement}")),
                Some(refusal) => self.say(&format!(
                    "# {number}: {refusal}\ntry:\n    {statement}\nexcept Exception as error:\n    print(error)"
                )),
            },
        }
    }

    fn whole(self: Box<Self>) -> String {
        let mut out = format!("# {}\nimport libvirt\n", one_line(&self.title));
        if self.asks {
            out.push_str(
                "\n\ndef ask(credentials, answers):\n    for credential in credentials:\n        \
                 credential[4] = answers[0 if credential[0] == libvirt.VIR_CRED_AUTHNAME else 1]\n    return 0\n",
            );
        }
        for name in &self.callbacks {
            let _ = write!(out, "\n\ndef {name}(*what):\n    print('{name}', *what[1:])\n");
        }
        if self.asks || !self.callbacks.is_empty() {
            out.push('\n');
        }
        format!("{out}\n{}", self.body)
    }
}

/// Why a call is none in Python.
fn not_in_python(moment: &Moment<'_>) -> Option<&'static str> {
    let call = moment.call;
    let for_none = call.arg(1) == Value::Null || call.arg(2).as_u64() == Some(0);
    if moment.outcome.notices.contains(&Notice::WouldBlock) {
        return Some("this would wait for what never comes");
    }
    (call.function == FunctionId::DomainMemoryStats && for_none)
        .then_some("libvirt-python asks for all numbers")
}

/// Whether something is written through a pointer, which Python returns.
fn gives(row: &Function) -> bool {
    row.params.iter().any(|param| matches!(param.kind, Kind::Out(_)))
}

fn frees(function: FunctionId) -> bool {
    HandleKind::ALL.iter().any(|kind| *kind != HandleKind::Connect && kind.freed_by() == Some(function))
}

/// The parameter that a method is called on: a connection or an object, if one is there.
fn receiver(row: &Function, call: &Call) -> Option<usize> {
    let handle =
        |at: &usize| matches!(row.params[*at].kind, Kind::Handle(_)) && call.arg(*at).as_handle().is_some();
    (0..row.params.len()).find(handle)
}

/// The class of a parameter's objects.
fn class(row: &Function, at: usize) -> &'static str {
    row.params[at].c_type().trim_end_matches("Ptr")
}
