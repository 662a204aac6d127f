//! The module `libvirt`: libvirt-python's classes and functions, by the table of functions.

mod cpus;
mod error;
mod event;
mod function;
mod give;
mod many;
mod take;

use std::sync::Arc;

use virtlab_core::api::{FunctionId, Handle, HandleKind, Value as Given};

use super::class::OBJECTS;
use super::names::{self, Bound};
use super::run::{Given as Args, Machine, Result};
use super::value::{Object, Thing, Value};
use crate::Severity;
use crate::span::Span;
use crate::words::Word;

pub(super) use error::{ERROR_METHODS, error_member, raw_error};
pub(super) use event::Registered;

/// Methods that no function of C's is behind: what an object was made of.
const LOCAL: &[&str] = &["connect", "domain", "network", "getConnect", "getDomain", "__enter__"];

/// Numbers of C's headers that libvirt-python does not have: room for texts, and what needs 64 bits.
const ONLY_C: &[&str] = &[
    "LIBVIR_VERSION_NUMBER",
    "VIR_DOMAIN_MEMORY_PARAM_UNLIMITED",
    "VIR_DOMAIN_SEND_KEY_MAX_KEYS",
    "VIR_NODE_CPU_STATS_FIELD_LENGTH",
    "VIR_NODE_MEMORY_STATS_FIELD_LENGTH",
    "VIR_SECURITY_DOI_BUFLEN",
    "VIR_SECURITY_LABEL_BUFLEN",
    "VIR_SECURITY_MODEL_BUFLEN",
    "VIR_TYPED_PARAM_FIELD_LENGTH",
    "VIR_UUID_BUFLEN",
    "VIR_UUID_STRING_BUFLEN",
];

/// A method or function of libvirt-python's that is being called.
#[derive(Clone, Copy)]
struct Asked<'a> {
    /// Where the call stands.
    span: Span,
    /// The object whose method it is; none for the module's functions.
    on: Option<u32>,
    /// libvirt's function behind it.
    bound: Bound,
    /// The values of its parameters; none for what was left out.
    args: &'a [Option<Value>],
}

impl Asked<'_> {
    fn arg(&self, at: usize) -> Option<&Value> {
        self.args.get(at)?.as_ref()
    }

    /// A number that was given, 0 for what is none or was left out.
    fn number(&self, at: usize) -> i128 {
        self.arg(at).and_then(Value::number).unwrap_or(0)
    }

    /// The handle of the object, `NULL` without one.
    fn receiver(&self, machine: &mut Machine<'_>) -> Result<Given> {
        self.on.map_or(Ok(Given::Null), |id| machine.handle(self.span, id))
    }
}

/// What the module has by a name.
pub(super) fn member(machine: &mut Machine<'_>, span: Span, name: &Arc<str>) -> Result<Value> {
    if &**name == "libvirtError" {
        return Ok(Value::Class("libvirtError"));
    }
    if let Some(class) = OBJECTS.iter().find(|class| ***class == **name) {
        return Ok(Value::Class(class));
    }
    match crate::api::constant(name).filter(|_| !ONLY_C.contains(&&**name)) {
        Some(crate::api::Constant::Number(n)) => return Ok(Value::Int(n.into())),
        Some(crate::api::Constant::Text(text)) => return Ok(Value::text(text)),
        None => {}
    }
    if let Some(method) = names::named("-", name) {
        return Ok(Value::Method((Value::Module("libvirt"), method.name.into()).into()));
    }
    let known: Vec<&str> =
        names::all("-").chain(crate::api::constant_names()).chain(OBJECTS.iter().copied()).collect();
    if let Some(meant) = crate::lower::near(name, &known) {
        let args = ["libvirt".to_owned(), name.to_string(), format!("libvirt.{meant}")];
        machine.tape.tell(Severity::Advice, span, Word::MethodMeant, args);
    }
    machine.raise(span, "AttributeError", format!("module 'libvirt' has no attribute '{name}'"))
}

/// What an object has by a name.
pub(super) fn attribute(machine: &mut Machine<'_>, span: Span, id: u32, name: &Arc<str>) -> Result<Value> {
    let Some(object) = machine.heap.object(id) else { return Ok(Value::None) };
    let class = object.class;
    let local = LOCAL.contains(&&**name) && names::named(class, name).is_some();
    if local || names::named(class, name).is_some() {
        return Ok(Value::Method((Value::Ref(id), name.clone()).into()));
    }
    if name.starts_with("__") && name.ends_with("__") {
        return machine.lacks(span, format!("{class}.{name}"));
    }
    // C's name, or one that a method of this or another class has.
    let c_name =
        virtlab_core::api::functions().iter().map(|row| row.id.c_name()).find(|c_name| **c_name == **name);
    let in_python =
        c_name.and_then(|c_name| names::method(c_name, class)).map(|method| method.name.to_owned());
    let known: Vec<&str> = names::all(class).collect();
    let with_get = known.iter().find(|known| {
        let bare = |text: &str| text.to_ascii_lowercase().trim_start_matches("get").to_owned();
        bare(known) == bare(name)
    });
    let meant = in_python
        .or_else(|| with_get.map(|found| (*found).to_owned()))
        .or_else(|| crate::lower::near(name, &known));
    let elsewhere = || OBJECTS.iter().find(|other| names::named(other, name).is_some());
    if let Some(meant) = meant.or_else(|| elsewhere().map(|other| format!("{other}.{name}"))) {
        let args = [class.to_owned(), name.to_string(), format!("{meant}()")];
        machine.tape.tell(Severity::Advice, span, Word::MethodMeant, args);
    }
    machine.raise(span, "AttributeError", format!("'{class}' object has no attribute '{name}'"))
}

/// Calls a method of an object.
pub(super) fn call_method(
    machine: &mut Machine<'_>,
    span: Span,
    id: u32,
    name: &Arc<str>,
    given: &Args,
) -> Result<Value> {
    let Some(object) = machine.heap.object(id).cloned() else { return Ok(Value::None) };
    let Some(method) = names::named(object.class, name) else { return Ok(Value::None) };
    let label = format!("{}.{name}()", object.class);
    let args = function::bind(machine, span, &label, method, 1, given)?;
    if LOCAL.contains(&&**name) {
        return Ok(match (&**name, object.parent) {
            ("connect" | "getConnect", _) => machine.connection(id).map_or(Value::None, Value::Ref),
            (_, Some(parent)) => Value::Ref(parent),
            _ => Value::None,
        });
    }
    if let Some(answer) = event::answer(&object, name) {
        return Ok(answer);
    }
    match names::function_of(object.class, name) {
        Some(bound) => function::call(machine, &Asked { span, on: Some(id), bound, args: &args }),
        None => machine.fault(span, not_there(object.class), [format!("{}.{name}", object.class)]),
    }
}

/// Why a method is not here: the table has no function, or libvirt-python does it in its own way.
fn not_there(class: &str) -> Word {
    let built = !matches!(
        class,
        "virInterface" | "virNWFilter" | "virNWFilterBinding" | "virNodeDevice" | "virSecret"
    );
    if built { Word::MethodNotCarried } else { Word::MethodNotBuilt }
}

/// Calls a function of the module.
pub(super) fn call_function(
    machine: &mut Machine<'_>,
    span: Span,
    name: &str,
    given: &Args,
) -> Result<Value> {
    let Some(method) = names::named("-", name) else { return Ok(Value::None) };
    let args = function::bind(machine, span, &format!("{name}()"), method, 0, given)?;
    match (name, names::function_of("-", name)) {
        ("registerErrorHandler", _) => event::register_error_handler(machine, span, &args),
        (_, Some(bound)) => function::call(machine, &Asked { span, on: None, bound, args: &args }),
        _ => machine.fault(span, Word::MethodNotCarried, [format!("libvirt.{name}")]),
    }
}

impl Machine<'_> {
    /// The connection of an object, by its parents.
    pub fn connection(&self, id: u32) -> Option<u32> {
        let mut at = Some(id);
        while let Some((id, object)) = at.and_then(|id| Some((id, self.heap.object(id)?))) {
            if object.class == "virConnect" {
                return Some(id);
            }
            at = object.parent;
        }
        None
    }

    /// The handle of an object; `NULL` of a connection that was closed.
    pub fn handle(&mut self, span: Span, id: u32) -> Result<Given> {
        let Some(object) = self.heap.object(id).cloned() else { return Ok(Given::Null) };
        match (object.handle, &object.event) {
            (Some(handle), _) => Ok(handle.into()),
            (None, Some(raised)) => event::look_up(self, span, id, raised.clone()),
            (None, None) => Ok(Given::Null),
        }
    }

    /// An object of what libvirt gave. `by` is the object whose method gave it.
    pub fn object(&mut self, span: Span, handle: Handle, by: Option<u32>) -> Result<Value> {
        let class = handle.kind.c_type().trim_end_matches("Ptr");
        let wanted = match handle.kind {
            HandleKind::Snapshot | HandleKind::Checkpoint => "virDomain",
            HandleKind::NetworkPort => "virNetwork",
            _ => "virConnect",
        };
        let mut parent = by;
        while let Some(object) = parent.and_then(|id| self.heap.object(id)) {
            if object.class == wanted {
                break;
            }
            parent = object.parent;
        }
        self.loosened = true;
        let object =
            Object { class, handle: Some(handle), shown: handle.to_string().into(), parent, event: None };
        self.add(span, Thing::Object(object))
    }
}

/// What a function is called in Python where an error has to say it.
fn failed(bound: Bound) -> String {
    let name = match bound.id {
        FunctionId::ConnectListDomains => "virConnectListDomainsID",
        other => other.c_name(),
    };
    format!("{name}() failed")
}
