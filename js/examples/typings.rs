//! Prints the types of all functions for TypeScript, from the table of functions: `cargo xtask package` makes `functions.d.ts`
//! of it.

use std::fmt::Write as _;

use virtlab_core::api::{Choice, FlagSet, Function, HandleKind, Kind, Param, Returns, functions};
use virtlab_js::method_name;

fn main() {
    print!("{}", typings());
}

fn typings() -> String {
    let mut text = String::from("// Made from the table of functions by `cargo xtask package`.\n\n");
    text += "import type { Outcome, TypedParameter, VirError } from \"./index.js\";\n\n";
    for kind in HandleKind::ALL {
        let (name, c_type, prefix) = (handle(kind), kind.c_type(), kind.prefix());
        write!(text, "/** A `{c_type}` of the client's. */\nexport type {name} = `{prefix}${{number}}`;\n")
            .ok();
    }
    text += "/** Several names are one text, joined by `|`. */\n";
    text += "export type Flags<Name extends string> = number | Name | (string & {});\n";
    text += "\n/** A method for each function of libvirt. What is left out at the end is as libvirt's own default. */\n";
    text += "export interface Functions {\n";
    for row in functions() {
        write!(text, "  /** `{}` (since {}) */\n  {};\n", row.prototype(), row.since, method(row)).ok();
    }
    text + "}\n"
}

/// A method's declaration.
fn method(row: &Function) -> String {
    let last_needed = row.params.iter().rposition(|param| !is_optional(param)).map_or(0, |at| at + 1);
    let param = |(at, param): (usize, &Param)| {
        let mark = if at >= last_needed { "?" } else { "" };
        format!("{}{mark}: {}", param.name, taken(param))
    };
    let params: Vec<String> = row.params.iter().enumerate().map(param).collect();
    format!("{}({}): Outcome<{}>", method_name(row.id.c_name()), params.join(", "), given(row.returns))
}

fn handle(kind: HandleKind) -> &'static str {
    match kind {
        // JavaScript has an Error of its own.
        HandleKind::Error => "ErrorCopy",
        other => other.c_type().trim_start_matches("vir").trim_end_matches("Ptr"),
    }
}

fn is_optional(param: &Param) -> bool {
    matches!(
        param.kind,
        Kind::Out(_) | Kind::Flags(_) | Kind::LongFlags(_) | Kind::Choice(..) | Kind::SizeOf(_)
    )
}

/// The names of flags or of an enumeration, as a type.
fn names(set: &FlagSet) -> String {
    let names: Vec<String> = set.choices.iter().map(|Choice { name, .. }| format!("\"{name}\"")).collect();
    if names.is_empty() { "never".into() } else { names.join(" | ") }
}

/// The type of an argument.
fn taken(param: &Param) -> String {
    match param.kind {
        Kind::Handle(kind) => format!("{} | null", handle(kind)),
        Kind::HandleArray(kind) => format!("{}[] | null", handle(kind)),
        Kind::Int(..) | Kind::SizeOf(_) => "number | bigint".into(),
        Kind::Text | Kind::Document | Kind::Uri | Kind::UuidText | Kind::Path => "string | null".into(),
        Kind::Callback(_) | Kind::Opaque(_) => "string | null".into(),
        Kind::Uuid | Kind::Bytes(_) => "Uint8Array | null".into(),
        Kind::Flags(set) | Kind::LongFlags(set) => format!("Flags<{}>", names(set)),
        Kind::Choice(set, _) => format!("number | {}", names(set)),
        Kind::IntArray(_) => "(number | bigint)[] | null".into(),
        Kind::TextArray(_) => "string[] | null".into(),
        Kind::Params(_) => "TypedParameter[] | null".into(),
        Kind::Double => "number".into(),
        Kind::Credentials => "string[] | null".into(),
        // `undefined` is the address of a variable; what is written there is in the outcome.
        Kind::Out(_) => "undefined | null".into(),
    }
}

/// The type of what is returned.
fn given(returns: Returns) -> String {
    match returns {
        Returns::Status | Returns::Number | Returns::Truth | Returns::Id => "number".into(),
        Returns::Amount(_) => "number | bigint".into(),
        Returns::Text(_) => "string | null".into(),
        Returns::Handle(kind) => format!("{} | null", handle(kind)),
        Returns::Error => format!("{} | VirError | null", handle(HandleKind::Error)),
        Returns::Param => "TypedParameter | null".into(),
        Returns::Void => "undefined".into(),
    }
}
