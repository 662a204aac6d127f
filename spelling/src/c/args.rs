//! The arguments of a call in C, with the variables that they need.

use virtlab_core::api::{Call, Function, Kind, Param, Value};
use virtlab_core::ground::params::{ParamValue, TypedParam};

use super::text::{bytes, quoted};
use crate::identifier;

/// An argument list, and what stands around the call for it.
#[derive(Default)]
pub(super) struct Args {
    /// The arguments.
    pub list: Vec<String>,
    /// Declarations and statements before the call.
    pub before: Vec<String>,
    /// Statements after it.
    pub after: Vec<String>,
    /// Functions of the caller's that have to be there: name, and the type of callback that it is.
    pub functions: Vec<(String, String)>,
    /// Whether the function that answers questions about credentials has to be there.
    pub asks: bool,
}

/// How many spaces a document's further lines are moved in by.
const INDENT: usize = 12;

/// Elements of an array that is a variable; a longer one is allocated.
const ON_STACK_MAX: u64 = 4096;

/// Elements of an array that a program can hope to get.
const ON_HEAP_MAX: u64 = 1 << 28;

impl Args {
    /// The arguments of a call.
    ///
    /// # Errors
    /// What C has no word for.
    pub fn of(call: &Call) -> Result<Self, String> {
        let mut args = Self::default();
        let row = call.function.row();
        for (at, param) in row.params.iter().enumerate() {
            let text = args.arg(call, row, at, param)?;
            args.list.push(text);
        }
        Ok(args)
    }

    fn arg(&mut self, call: &Call, row: &Function, at: usize, param: &Param) -> Result<String, String> {
        let value = call.arg(at);
        let what = match (param.kind, &value) {
            (Kind::Callback(kind), Value::Text(text)) => return Ok(self.callback(call, row, kind, text)),
            (Kind::Int(c_type, _), Value::Int(n)) if c_type.ends_with('*') => {
                let c_type = c_type.trim_end_matches('*').trim_end();
                return Ok(
                    self.variable(&format!("{c_type} {} = {n};", param.name), &format!("&{}", param.name))
                );
            }
            (_, Value::Null) => "NULL".to_owned(),
            (Kind::SizeOf(_), _) => match at.checked_sub(1).map(|at| row.params[at]) {
                Some(before) => format!("sizeof({})", before.name),
                None => return Err("a size of nothing".to_owned()),
            },
            (Kind::Out(c_type), _) => return self.out(call, row, param.name, c_type),
            (Kind::Opaque(_), Value::Text(text)) => format!("(void *){}", quoted(text, INDENT)),
            (Kind::Credentials, Value::List(values)) => return self.credentials(values),
            (Kind::Flags(set) | Kind::LongFlags(set), Value::Int(n)) => {
                set.text(*n as u32).replace('|', " | ")
            }
            (Kind::Choice(set, _), Value::Int(n)) => {
                set.choice(*n).map_or_else(|| n.to_string(), |choice| choice.name.to_owned())
            }
            (_, Value::Int(n)) => n.to_string(),
            (_, Value::Large(n)) => format!("{n}ULL"),
            (_, Value::Double(n)) => format!("{:?}", n.get()),
            (_, Value::Text(text)) => quoted(text, INDENT),
            (_, Value::Handle(handle)) => handle.to_string(),
            (_, Value::Bytes(given)) => {
                let declared = format!("unsigned char {}[] = {{ {} }};", param.name, bytes(given));
                return Ok(self.variable(&declared, param.name));
            }
            (_, Value::List(values)) => return self.array(param, values),
            (_, other) => return Err(format!("{} is {other}", param.name)),
        };
        Ok(what)
    }

    fn variable(&mut self, declared: &str, used: &str) -> String {
        self.before.push(declared.to_owned());
        used.to_owned()
    }

    fn callback(&mut self, call: &Call, row: &Function, asked: &str, text: &str) -> String {
        let of_event = if asked.ends_with("GenericCallback") { event_callback(call, row) } else { None };
        let kind = of_event.unwrap_or_else(|| asked.to_owned());
        let name = identifier(text);
        self.functions.push((name.clone(), kind));
        // libvirt has macros that cast for some of these; a cast says the same for all.
        if asked.ends_with("GenericCallback") { format!("({asked}){name}") } else { name }
    }

    /// A variable for the function to write to; `&` of it unless it is an array.
    fn out(&mut self, call: &Call, row: &Function, name: &str, c_type: &str) -> Result<String, String> {
        if c_type == "void *" {
            return self.sized("unsigned char", name, room(call, row, name)?.max(1));
        }
        let Some(target) = c_type.trim_end_matches(" const").strip_suffix('*') else {
            // `virDomainInfoPtr` points to a `virDomainInfo`.
            let target = c_type.strip_suffix("Ptr").ok_or_else(|| format!("{name} is a {c_type}"))?;
            // The names without an end are old names of the structs' pointers.
            let old =
                ["virDomainMemoryStat", "virDomainBlockStats", "virDomainInterfaceStats"].contains(&target);
            let target = if old { format!("{target}Struct") } else { target.to_owned() };
            let clear = format!("memset(&{name}, 0, sizeof({name}));");
            return match room(call, row, name)? {
                0 => {
                    self.before.push(format!("{target} {name};"));
                    self.before.push(clear);
                    Ok(format!("&{name}"))
                }
                n => {
                    let used = self.sized(&target, name, n);
                    if n <= ON_STACK_MAX {
                        self.before.push(clear);
                    }
                    used
                }
            };
        };
        let target = target.trim_end();
        match (name, target, room(call, row, name)?) {
            ("uuid", "unsigned char", _) => Ok(self.variable("unsigned char uuid[VIR_UUID_BUFLEN];", name)),
            (_, "char", 0) => Ok(self.variable(&format!("char {name}[VIR_UUID_STRING_BUFLEN];"), name)),
            (_, _, 0) => {
                let zero = if target.ends_with('*') || target.ends_with("Ptr") { "NULL" } else { "0" };
                let declared = format!("{}{name} = {zero};", spaced(target));
                self.after.extend(freed(row, name, target));
                Ok(self.variable(&declared, &format!("&{name}")))
            }
            (_, _, length) => self.sized(target, name, length),
        }
    }

    /// An array of so many elements: as many as the function is told that there are.
    fn sized(&mut self, target: &str, name: &str, length: u64) -> Result<String, String> {
        let declared = spaced(target);
        if length <= ON_STACK_MAX {
            return Ok(self.variable(&format!("{declared}{name}[{length}];"), name));
        }
        if length > ON_HEAP_MAX {
            return Err(format!("{name} would be an array of {length} elements"));
        }
        self.after.push(format!("free({name});"));
        let star = if target.ends_with('*') { "*" } else { " *" };
        Ok(self.variable(&format!("{target}{star}{name} = calloc({length}, sizeof({target}));"), name))
    }

    fn credentials(&mut self, values: &[Value]) -> Result<String, String> {
        let texts: Option<Vec<String>> =
            values.iter().map(|value| Some(quoted(value.as_text()?, INDENT))).collect();
        let texts = texts.ok_or("credentials that are no strings")?;
        self.asks = true;
        self.before.push(format!("const char *answers[] = {{ {} }};", texts.join(", ")));
        self.before.push("int types[] = { VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE };".to_owned());
        self.before.push("virConnectAuth auth = { types, 2, ask, answers };".to_owned());
        Ok("&auth".to_owned())
    }

    /// An array that is handed over.
    fn array(&mut self, param: &Param, values: &[Value]) -> Result<String, String> {
        let name = param.name;
        if matches!(param.kind, Kind::Params(_)) {
            return self.params(name, values);
        }
        let members: Option<Vec<String>> = values
            .iter()
            .map(|value| match value {
                Value::Int(n) => Some(n.to_string()),
                Value::Large(n) => Some(format!("{n}ULL")),
                Value::Text(text) => Some(quoted(text, INDENT)),
                Value::Handle(handle) => Some(handle.to_string()),
                Value::Null => Some("NULL".to_owned()),
                _ => None,
            })
            .collect();
        let mut members = members.ok_or_else(|| format!("{name} holds what C has no word for"))?;
        if matches!(param.kind, Kind::HandleArray(_)) {
            members.push("NULL".to_owned());
        }
        if members.is_empty() {
            members.push("0".to_owned());
        }
        let target = param.c_type().trim_end_matches('*').trim_end();
        let target = if param.c_type().ends_with("**") { format!("{target} *") } else { spaced(target) };
        Ok(self.variable(&format!("{target}{name}[] = {{ {} }};", members.join(", ")), name))
    }

    fn params(&mut self, name: &str, values: &[Value]) -> Result<String, String> {
        self.before.push(format!("virTypedParameterPtr {name} = NULL;"));
        self.before.push("int count = 0, room = 0;".to_owned());
        for value in values {
            let Value::Param(param) = value else {
                return Err(format!("{name} is not all typed parameters"));
            };
            let TypedParam { field, value } = &**param;
            let (word, text) = match value {
                ParamValue::Int(n) => ("Int", n.to_string()),
                ParamValue::UInt(n) => ("UInt", n.to_string()),
                ParamValue::LLong(n) => ("LLong", n.to_string()),
                ParamValue::ULLong(n) => ("ULLong", format!("{n}ULL")),
                ParamValue::Double(n) => ("Double", format!("{:?}", n.get())),
                ParamValue::Boolean(yes) => ("Boolean", u8::from(*yes).to_string()),
                ParamValue::String(Some(text)) => ("String", quoted(text, INDENT)),
                other => return Err(format!("{field} is {other}")),
            };
            let field = quoted(field, INDENT);
            self.before.push(format!("virTypedParamsAdd{word}(&{name}, &count, &room, {field}, {text});"));
        }
        self.after.push(format!("virTypedParamsFree({name}, count);"));
        Ok(name.to_owned())
    }
}

/// A type before a name: a star clings to the name.
fn spaced(c_type: &str) -> String {
    if c_type.ends_with('*') { c_type.to_owned() } else { format!("{c_type} ") }
}

/// The type of callback that an event's ID asks for, where one function registers all of them.
fn event_callback(call: &Call, row: &Function) -> Option<String> {
    let at = row.position("eventID")?;
    let Kind::Choice(set, _) = row.params[at].kind else { return None };
    let Value::Int(id) = call.arg(at) else { return None };
    let event = set.choice(id)?.name;
    let (family, event) = event.strip_prefix("VIR_")?.split_once("_EVENT_ID_")?;
    let family = format!("virconnect{}event", family.replace('_', "").to_lowercase());
    let event = event.trim_end_matches("_2").replace('_', "").to_lowercase();
    let named = |name: &&str| {
        let lower = name.to_lowercase();
        lower == format!("{family}{event}callback")
            || (family == "virconnectdomainevent"
                && event == "lifecycle"
                && lower == "virconnectdomaineventcallback")
    };
    virtlab_listing::callbacks().find(named).map(str::to_owned)
}

/// How many elements the array has that a function fills; 0 where it is no array. Never fewer than the function may fill.
///
/// # Errors
/// For more than can be counted.
fn room(call: &Call, row: &Function, name: &str) -> Result<u64, String> {
    let has = |name: &str| row.position(name).is_some();
    let factors: &[&str] = match name {
        "ids" => &["maxids"],
        "names" if has("maxnames") => &["maxnames"],
        "names" if has("nameslen") => &["nameslen"],
        "info" if has("maxinfo") => &["maxinfo"],
        "cpumaps" | "cpumap" if has("maplen") => &["maplen", "ncpumaps", "maxinfo"],
        "freeMems" => &["maxCells"],
        "counts" => &["npages", "cellCount"],
        "stats" if has("nr_stats") => &["nr_stats"],
        "errors" => &["maxerrors"],
        "buffer" | "data" => &["size", "nbytes"],
        "params" if is_array_of_params(row) => &["nparams", "ncpus"],
        _ => return Ok(0),
    };
    let count = |name: &&str| match call.arg(row.position(name)?) {
        // What is negative libvirt refuses before it writes anything.
        Value::Int(n) => Some(u64::try_from(n).unwrap_or(0).max(1)),
        value => value.as_u64(),
    };
    let product = factors.iter().filter_map(count).try_fold(1u64, u64::checked_mul);
    product.ok_or_else(|| format!("{name} would be an array of more elements than can be counted"))
}

fn is_array_of_params(row: &Function) -> bool {
    row.params
        .iter()
        .any(|param| param.name == "params" && matches!(param.kind, Kind::Out(c) if c.ends_with("Ptr")))
}

/// How what a function allocated is given back.
fn freed(row: &Function, name: &str, target: &str) -> Vec<String> {
    let counted = |param: &Param| matches!(param.kind, Kind::Out("int *")) && param.name.starts_with('n');
    match target {
        "virTypedParameterPtr" => {
            let count = row.params.iter().find(|param| counted(param)).map_or("0", |param| param.name);
            vec![format!("virTypedParamsFree({name}, {count});")]
        }
        "virDomainStatsRecordPtr *" => {
            vec![format!("if ({name})"), format!("    virDomainStatsRecordListFree({name});")]
        }
        target if target.ends_with('*') && !target.starts_with("const") => vec![format!("free({name});")],
        _ => Vec::new(),
    }
}
