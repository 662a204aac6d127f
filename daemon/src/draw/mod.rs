//! Drawing a call: any row of the table, with arguments that are mostly right and sometimes not. For `virtlab walk`, and for
//! fuzzing.

mod die;
mod documents;
mod pools;
mod storage;

pub use die::Die;
pub use documents::Documents;
pub use pools::files;

use virtlab_core::api::{
    Area, Call, Function, FunctionId, Handle, HandleKind, Kind, Param, Value, functions,
};
use virtlab_core::world::{Client, ClientId, World};

/// How every session begins.
pub fn start(node: &str) -> Vec<Call> {
    let conn = Handle { kind: HandleKind::Connect, number: 1 };
    let of = |register: FunctionId, event: i64| {
        let args = [conn.into(), Value::Null, Value::Int(event), "cb".into(), Value::Null, Value::Null];
        Call::new(register, args)
    };
    vec![
        Call::new(FunctionId::EventRegisterDefaultImpl, []),
        Call::new(FunctionId::ConnectOpen, [Value::from(format!("test://{node}"))]),
        of(FunctionId::ConnectDomainEventRegisterAny, 0),
        of(FunctionId::ConnectDomainEventRegisterAny, 1),
        of(FunctionId::ConnectNetworkEventRegisterAny, 0),
        of(FunctionId::ConnectStoragePoolEventRegisterAny, 0),
        of(FunctionId::ConnectStoragePoolEventRegisterAny, 1),
    ]
}

/// Functions that are not drawn, because a daemon's client cannot do them alike, or the machine's own state shows.
const LEFT_OUT: &[FunctionId] = {
    use FunctionId::*;
    &[
        // A connection to the node file is a world of its own at libvirt.
        ConnectOpen,
        ConnectOpenReadOnly,
        ConnectOpenAuth,
        ConnectClose,
        ConnectRef,
        // What is of the connection's way and not of the driver.
        ConnectSetKeepAlive,
        ConnectSetIdentity,
        // The handle's ID is out of date in other cases than in the process.
        DomainGetID,
        // Open files do not travel yet, and those of the machine are its own.
        DomainFDAssociate,
        DomainOpenGraphics,
        DomainOpenGraphicsFD,
        DomainCreateXMLWithFiles,
        DomainCreateWithFiles,
        // The remote driver's own, whatever is behind it.
        ConnectRegisterCloseCallback,
        ConnectUnregisterCloseCallback,
        // Where the remote driver has secrets, whatever is behind it, this driver has none.
        ConnectSecretEventRegisterAny,
        ConnectSecretEventDeregisterAny,
        // Every session begins with it.
        EventRegisterDefaultImpl,
    ]
};

/// Functions that make something to work on, or that much depends on: drawn more often.
const OFTEN: &[FunctionId] = {
    use FunctionId::*;
    &[
        DomainDefineXML,
        DomainDefineXML,
        DomainCreateXML,
        DomainCreate,
        DomainCreate,
        DomainLookupByName,
        DomainDestroy,
        DomainSuspend,
        DomainResume,
        DomainUndefine,
        DomainGetXMLDesc,
        DomainGetState,
        NetworkDefineXML,
        NetworkCreateXML,
        NetworkLookupByName,
        DomainSnapshotCreateXML,
        DomainSnapshotLookupByName,
        DomainCheckpointCreateXML,
        StoragePoolDefineXML,
        StoragePoolCreate,
        StoragePoolLookupByName,
        StorageVolCreateXML,
        StorageVolLookupByName,
        EventRunDefaultImpl,
        EventRunDefaultImpl,
    ]
};

/// Whether a world and a daemon have to say the same of a row.
pub fn is_comparable(row: &Function) -> bool {
    let streams = |param: &Param| param.kind == Kind::Handle(HandleKind::Stream);
    // What is done in the client alone is done by the same lines on both sides.
    ![Area::World, Area::Stream].contains(&row.area)
        && !LEFT_OUT.contains(&row.id)
        && !row.params.iter().any(streams)
        && !row.id.c_name().starts_with("virTypedParam")
}

/// Whether the events of a session have to be handed out before a call: a process keeps them for its loop, and who registers
/// then hears of what was before; a daemon sends them at once.
pub fn wants_quiet(row: &Function) -> bool {
    ["EventRegister", "EventDeregister"].iter().any(|part| row.id.c_name().contains(part))
}

/// The next call of a session, of the rows that are wanted. None if the die has nothing more to say.
pub fn call(
    die: &mut Die<'_>,
    documents: &Documents,
    world: &World,
    wanted: impl Fn(&Function) -> bool,
) -> Option<Call> {
    let rows = functions();
    while !die.is_spent() {
        let often = die.one_in(3);
        let id = if often { *die.choose(OFTEN)? } else { rows[die.throw(rows.len())].id };
        if !often && !wanted(id.row()) {
            continue;
        }
        if let Some(call) = call_of(die, documents, world, id) {
            return Some(call);
        }
    }
    None
}

/// A call of one function; none if there is nothing of a kind that it works on.
pub fn call_of(die: &mut Die<'_>, documents: &Documents, world: &World, id: FunctionId) -> Option<Call> {
    let row = id.row();
    let client = world.client(ClientId(0));
    let mut args = Vec::new();
    for index in 0..row.params.len() {
        args.push(argument(die, documents, row, index, client, &args)?);
    }
    // Here the count is before the array.
    if let (FunctionId::NodeGetFreePages | FunctionId::NodeAllocPages, Some(Value::List(sizes))) =
        (id, args.get(2))
    {
        args[1] = (sizes.len() as u64).into();
    }
    Some(Call { function: id, args })
}

/// One argument; none if there is nothing of the kind to call the function with.
fn argument(
    die: &mut Die<'_>,
    documents: &Documents,
    row: &'static Function,
    index: usize,
    client: Option<&Client>,
    before: &[Value],
) -> Option<Value> {
    let param = &row.params[index];
    let before_is = |kind: fn(Kind) -> bool| index > 0 && kind(row.params[index - 1].kind);
    let count = match before.last() {
        Some(Value::List(items)) => items.len(),
        Some(Value::Bytes(bytes)) => bytes.len(),
        _ => 0,
    };
    Some(match param.kind {
        Kind::Handle(kind) => handle(die, kind, client)?.into(),
        Kind::HandleArray(kind) => {
            let first = handle(die, kind, client)?;
            let mut items = vec![Value::from(first)];
            items.extend((0..die.throw(2)).filter_map(|_| handle(die, kind, client)).map(Value::from));
            Value::List(items)
        }
        // The length of an array is right: C would read what is behind it.
        Kind::Int(..)
            if before_is(|kind| {
                matches!(kind, Kind::IntArray(_) | Kind::TextArray(_) | Kind::Params(_) | Kind::Bytes(_))
            }) =>
        {
            (count as u64).into()
        }
        Kind::Int(c_type, _) => pools::number(die, row, param, c_type),
        Kind::SizeOf(bytes) => Value::Int(bytes),
        Kind::Text | Kind::Path | Kind::Uri => pools::text(die, row, param),
        Kind::Document => documents.draw(die, row, param),
        Kind::Uuid => pools::uuid(die),
        Kind::UuidText => pools::uuid_text(die),
        Kind::Flags(set) | Kind::LongFlags(set) => {
            flags(die, &set.choices.iter().map(|c| c.value).collect::<Vec<_>>())
        }
        Kind::Choice(set, _) => match die.throw(12) {
            0 => Value::Int(-1),
            1 => Value::Int(99),
            _ => die.choose(set.choices).map_or(Value::Int(0), |choice| Value::Int(choice.value)),
        },
        Kind::IntArray(_) => {
            Value::List((0..1 + die.throw(3)).map(|_| Value::Int(die.throw(4) as i64)).collect())
        }
        Kind::TextArray(_) => pools::texts(die, param),
        Kind::Bytes(_) => Value::Bytes((0..1 + die.throw(2)).map(|_| die.throw(16) as u8).collect()),
        Kind::Params(_) => pools::params(die, row),
        Kind::Double => Value::Int(die.throw(3) as i64),
        Kind::Callback(_) => if die.one_in(2) { "cb" } else { "cb2" }.into(),
        Kind::Opaque(_) | Kind::Credentials => Value::Null,
        // The test driver writes through these two without a look.
        Kind::Out(_) if row.id == FunctionId::DomainGetTime => Value::Out,
        Kind::Out(_) => {
            if die.one_in(25) {
                Value::Null
            } else {
                Value::Out
            }
        }
    })
}

/// A live handle, or seldom one that is gone.
fn handle(die: &mut Die<'_>, kind: HandleKind, client: Option<&Client>) -> Option<Handle> {
    let client = client?;
    let live: Vec<Handle> = match kind {
        HandleKind::Connect => client.connections().map(|(handle, _)| handle).collect(),
        HandleKind::Error => client.errors().map(|(handle, _)| handle).collect(),
        kind => client.handles(kind).map(|(handle, _)| handle).collect(),
    };
    // Those that were made last tell most.
    let recent = live.len().saturating_sub(4);
    let from = if die.one_in(3) { &live[..] } else { &live[recent..] };
    die.choose(from).copied()
}

/// Mostly none, sometimes one or two, seldom one that there is not.
fn flags(die: &mut Die<'_>, known: &[i64]) -> Value {
    let mut flags = 0u32;
    match die.throw(20) {
        0..=8 => {}
        19 => flags |= 1 << die.throw(32),
        throw => {
            for _ in 0..=usize::from(throw > 14) {
                flags |= die.choose(known).map_or(0, |flag| *flag as u32);
            }
        }
    }
    flags.into()
}
