//! Prints the table of functions as JSON: what a program that calls the C functions has to know of each.

use serde_json::{Map, Value as Json, json};
use virtlab_core::api::{Check, Choice, Function, HandleKind, Kind, Param, Returns, functions};

fn main() {
    let rows: Vec<Json> = functions().iter().map(function).collect();
    let lines: Vec<String> = rows.iter().map(Json::to_string).collect();
    println!("[\n{}\n]", lines.join(",\n"));
}

fn function(row: &Function) -> Json {
    json!({
        "name": row.id.c_name(),
        "area": row.area.key(),
        "since": row.since,
        "from": row.from.number(),
        "returns": { "kind": returns(row.returns), "c_type": row.returns.c_type() },
        "params": row.params.iter().map(param).collect::<Vec<_>>(),
        "checks": row.checks.iter().map(check).collect::<Vec<_>>(),
        "driver": row.driver.map(|(name, known_flags)| json!({ "name": name, "known_flags": known_flags })),
        "refused": row.refused,
        "resets_error": row.resets_error,
    })
}

fn returns(returns: Returns) -> &'static str {
    match returns {
        Returns::Status => "status",
        Returns::Number => "number",
        Returns::Truth => "truth",
        Returns::Amount(_) => "amount",
        Returns::Id => "id",
        Returns::Text(_) => "text",
        Returns::Handle(_) => "handle",
        Returns::Error => "error",
        Returns::Param => "param",
        Returns::Void => "void",
    }
}

fn param(param: &Param) -> Json {
    let mut map = Map::new();
    map.insert("name".into(), param.name.into());
    map.insert("c_type".into(), param.c_type().into());
    let kind = match param.kind {
        Kind::Handle(kind) => {
            map.insert("handle".into(), kind.prefix().into());
            "handle"
        }
        Kind::HandleArray(_) => "handles",
        Kind::Int(..) | Kind::SizeOf(_) => "int",
        Kind::Text | Kind::Document | Kind::Uri | Kind::UuidText | Kind::Path => "text",
        Kind::Uuid => "uuid",
        Kind::Flags(set) | Kind::LongFlags(set) | Kind::Choice(set, _) => {
            // Of two names of one number, a call is written with the first.
            let first = |choice: &&Choice| set.choice(choice.value) == Some(choice);
            let named =
                set.choices.iter().filter(first).map(|choice| (choice.name.into(), choice.value.into()));
            map.insert("choices".into(), Json::Object(named.collect()));
            if matches!(param.kind, Kind::Flags(_) | Kind::LongFlags(_)) { "flags" } else { "choice" }
        }
        Kind::IntArray(_) => "array",
        Kind::TextArray(_) => "texts",
        Kind::Bytes(_) => "bytes",
        Kind::Params(_) => "params",
        Kind::Double => "double",
        Kind::Callback(_) => "callback",
        Kind::Opaque(_) => "opaque",
        Kind::Credentials => "credentials",
        Kind::Out(_) => "out",
    };
    map.insert("kind".into(), kind.into());
    Json::Object(map)
}

fn check(check: &Check) -> Json {
    match check {
        Check::Writable => json!(["writable"]),
        Check::NonNull(name) => json!(["non-null", name]),
        Check::NonEmpty(name) => json!(["non-empty", name]),
        Check::NonNegative(name) => json!(["non-negative", name]),
        Check::Positive(name) => json!(["positive", name]),
        Check::NonZero(name) => json!(["non-zero", name]),
        Check::NonNullArray(array, size) => json!(["non-null-array", array, size]),
        Check::Exclusive(one, other) => json!(["exclusive", one, other]),
        Check::Requires(one, other) => json!(["requires", one, other]),
        Check::WritableFor(flags, _) => json!(["writable-for", flags]),
        Check::OnlyMinusOne(name, _) => json!(["only-minus-one", name]),
        Check::OfConnection(name) => json!(["of-connection", name]),
        Check::Params(params, size) => json!(["params", params, size]),
        Check::Product(one, other) => json!(["product", one, other]),
        Check::Own => json!(["own"]),
        Check::Kib(name) => json!(["kib", name]),
        Check::NonEmptyIfGiven(name) => json!(["non-empty-if-given", name]),
        Check::NonNullFor(flags, name) => json!(["non-null-for", flags, name]),
        Check::Handle(HandleKind::Stream, name) => json!(["stream", name]),
        Check::Handle(HandleKind::StorageVol, name) => json!(["volume", name]),
        Check::Handle(_, name) => json!(["connection", name]),
        Check::StreamOfDomain(name) => json!(["stream-of-domain", name]),
        Check::StreamOfVolume(name) => json!(["stream-of-volume", name]),
        Check::WritableBoth(name) => json!(["writable-both", name]),
        Check::WritableConnection(name) => json!(["writable-connection", name]),
        Check::Supported(name, count) => json!(["supported", name, count]),
        Check::AtMost(name, bound) => json!(["at-most", name, bound]),
        Check::WritableIf(name, number) => json!(["writable-if", name, number]),
        Check::DomainsOfOneConnection(name) => json!(["domains-of-one-connection", name]),
        Check::Below(name, bound) | Check::BelowIn(name, bound) => json!(["below", name, bound]),
    }
}
