//! Every row of the table has its procedure, and what travels arrives as it was.

use std::collections::BTreeSet;

use uuid::Uuid;
use virtlab_core::api::{
    Area, Call, FunctionId, Handle, HandleKind, Identity, Kind, Member, Object, Outcome, Value, functions,
};
use virtlab_core::ground::params::{ParamValue, TypedParam};

use super::local::LOCAL;
use super::*;

const CONNECTION: Handle = Handle { kind: HandleKind::Connect, number: 1 };

/// Procedures that the peer answers itself, by its own state.
const OF_THE_PEER: &[FunctionId] = {
    use FunctionId::*;
    &[
        ConnectOpen,
        ConnectClose,
        ConnectRegisterCloseCallback,
        ConnectUnregisterCloseCallback,
        ConnectDomainEventRegisterAny,
        ConnectDomainEventDeregisterAny,
        ConnectDomainEventRegister,
        ConnectDomainEventDeregister,
        ConnectNetworkEventRegisterAny,
        ConnectNetworkEventDeregisterAny,
        ConnectStoragePoolEventRegisterAny,
        ConnectStoragePoolEventDeregisterAny,
        ConnectNodeDeviceEventRegisterAny,
        ConnectNodeDeviceEventDeregisterAny,
        ConnectSecretEventRegisterAny,
        ConnectSecretEventDeregisterAny,
    ]
};

fn local(id: FunctionId) -> bool {
    let in_process = [Area::Error, Area::Params, Area::Stream, Area::World].contains(&id.row().area);
    in_process || LOCAL.contains(&id) || OF_THE_PEER.contains(&id)
}

#[test]
fn every_function_of_the_driver_has_its_procedure() {
    for row in functions().iter().filter(|row| !local(row.id)) {
        let shape = Shape::of(row).unwrap_or_else(|why| panic!("{why}"));
        let procedure = Procedure::of_function(row.id);
        assert!(
            procedure.is_some(),
            "{} has no procedure: add it to LOCAL if it needs none",
            row.id.c_name()
        );
        let given = |index: usize| {
            let carried = shape.args.iter().any(|member| {
                member.count == Some(index)
                    || matches!(member.source, Source::Param(i) | Source::Need(i) if i == index)
            });
            // Open files travel beside the packet, and a stream by its serial number.
            let beside =
                ["nfiles", "files", "nfds", "fds", "fd", "stream", "st"].contains(&row.params[index].name);
            carried
                || beside
                || matches!(
                    row.params[index].kind,
                    Kind::Out(_) | Kind::SizeOf(_) | Kind::Handle(HandleKind::Connect)
                )
        };
        for (index, param) in row.params.iter().enumerate() {
            assert!(given(index), "{}: {} does not travel", row.id.c_name(), param.name);
        }
    }
}

#[test]
fn procedures_have_libvirt_s_numbers_and_functions() {
    let number = |id| Procedure::of_function(id).map(|procedure| procedure.number);
    assert_eq!(number(FunctionId::DomainGetXMLDesc), Some(14));
    assert_eq!(number(FunctionId::DomainCreateWithFlags), Some(196));
    assert_eq!(number(FunctionId::ConnectListAllDomains), Some(273));
    assert_eq!(Procedure::all().len(), 456);
    let names: BTreeSet<&str> = Procedure::all().iter().map(|procedure| procedure.name).collect();
    assert_eq!(names.len(), 456);
    let c_name = |number| Procedure::of_number(number).map(Procedure::c_name);
    assert_eq!(c_name(61).as_deref(), Some("virDomainMigratePrepare"));
    assert_eq!(c_name(283).as_deref(), Some("virConnectListAllNetworks"));
    assert_eq!(Procedure::of_number(107).map(Procedure::callable), Some(false));
    assert_eq!(Procedure::of_number(105).map(Procedure::callable), Some(true));
    assert_eq!(
        (Procedure::of_number(0), Procedure::of_number(457), Procedure::of_number(-1)),
        (None, None, None)
    );
}

/// Some value of a type.
fn sample(ty: &Type, salt: u8) -> Value {
    match ty {
        Type::Int => i32::from(salt).into(),
        Type::UInt => u32::from(salt).into(),
        Type::Hyper => (-i64::from(salt)).into(),
        Type::UHyper => Value::from(u64::MAX - u64::from(salt)),
        Type::Double => Value::Double(f64::from(salt).into()),
        Type::Text | Type::OptionalText | Type::Chars(_) | Type::FixedChars(_) => {
            format!("text {salt}").into()
        }
        Type::Uuid => Value::Bytes([salt; 16].as_slice().into()),
        Type::Opaque(_) => Value::Bytes(vec![salt; usize::from(salt % 7)].into()),
        Type::Object(kind) | Type::OptionalObject(kind) => object(*kind, salt),
        Type::Params(_) => params(salt).into(),
        Type::List(item, _) => {
            Value::List((0..salt % 4).map(|i| sample(item, salt.wrapping_add(i))).collect())
        }
        Type::Struct(fields) => {
            Value::Struct(fields.iter().map(|(name, ty)| (*name, sample(ty, salt.wrapping_add(1)))).collect())
        }
    }
}

fn object(kind: HandleKind, salt: u8) -> Value {
    let by_value = kind.by_value().expect("a kind that travels");
    let mut identity = Identity::default();
    for member in by_value.members {
        match member {
            Member::Name => identity.name = format!("name {salt}").into(),
            Member::Uuid => identity.uuid = Uuid::from_bytes([salt; 16]),
            Member::Id => identity.id = -i32::from(salt),
            Member::Pool => identity.place_mut().pool = format!("pool {salt}").into(),
            Member::Key => identity.place_mut().key = format!("key {salt}").into(),
        }
    }
    let parent = match by_value.parent {
        HandleKind::Connect => CONNECTION.into(),
        parent => object(parent, salt),
    };
    Object::new(kind, parent, identity).expect("an object").into()
}

fn params(salt: u8) -> Vec<TypedParam> {
    let values = [
        ParamValue::Int(-1),
        ParamValue::UInt(u32::MAX),
        ParamValue::LLong(i64::MIN),
        ParamValue::ULLong(u64::MAX),
        ParamValue::Double(0.5.into()),
        ParamValue::Boolean(true),
        ParamValue::String(Some("s".into())),
    ];
    let named = |value: ParamValue| TypedParam { field: format!("p{salt}").into(), value };
    values.into_iter().map(named).take(usize::from(salt % 8)).collect()
}

fn shapes() -> impl Iterator<Item = (FunctionId, Shape)> {
    functions().iter().filter(|row| !local(row.id)).map(|row| (row.id, Shape::of(row).expect("a shape")))
}

/// A call of a function with something in every argument that travels.
fn sample_call(id: FunctionId, shape: &Shape, salt: u8) -> Call {
    let mut args: Vec<Value> = id.row().params.iter().map(|param| param.default_value()).collect();
    if id.row().params.first().is_some_and(|param| param.kind == Kind::Handle(HandleKind::Connect)) {
        args[0] = CONNECTION.into();
    }
    for (index, member) in shape.args.iter().enumerate() {
        let Source::Param(position) = member.source else { continue };
        // Room for results has a limit that is looked at.
        let index = shape.args[..index]
            .iter()
            .position(|other| other.count.is_some() && other.count == member.count)
            .unwrap_or(index);
        let salt = salt.wrapping_add(index as u8) % 16;
        args[position] = match sample(&member.ty, salt) {
            Value::List(items) if items.is_empty() => Value::Null,
            Value::Bytes(bytes) if bytes.is_empty() => Value::Null,
            value => value,
        };
        if ["nparams", "maplen", "maxinfo", "maxerrors"].contains(&id.row().params[position].name) {
            // With no room at all, a caller asks for the count alone, or has no use for maps.
            let own = super::rows::makes_array(id.row(), position);
            args[position] = Value::Int(if own { 0 } else { 1 + i64::from(salt) });
        }
        if let Some(count) = member.count {
            args[count] = match &args[position] {
                Value::List(items) => (items.len() as u64).into(),
                Value::Bytes(bytes) => (bytes.len() as u64).into(),
                _ => Value::Int(0),
            };
        }
    }
    Call { function: id, args }
}

#[test]
fn arguments_arrive_as_they_were_sent_and_nothing_less_does() {
    for (id, shape) in shapes() {
        for salt in [0, 5, 13] {
            let call = sample_call(id, &shape, salt);
            let mut out = Encoder::default();
            encode_args(&shape, &call, &mut out).unwrap_or_else(|e| panic!("{call}: {e}"));
            let bytes = out.into_bytes();
            let mut read = Decoder::new(&bytes);
            assert_eq!(decode_args(id, &shape, CONNECTION, &mut read).as_ref(), Ok(&call));
            assert_eq!(read.rest(), b"", "{call}");
            for end in 0..bytes.len() {
                let cut = decode_args(id, &shape, CONNECTION, &mut Decoder::new(&bytes[..end]));
                assert_eq!(cut, Err(CodecError::Xdr(XdrError::Short)), "{call} cut at {end}");
            }
        }
    }
}

/// An outcome with something in every member that travels.
fn sample_outcome(call: &Call, shape: &Shape, salt: u8) -> Outcome {
    let row = call.function.row();
    let mut outcome = Outcome {
        ret: Value::Int(0),
        out: Vec::new(),
        error: None,
        raised: Vec::new(),
        delivered: Vec::new(),
        notices: Vec::new(),
        printed: String::new(),
        rule: None,
    };
    for (index, member) in shape.ret.iter().enumerate() {
        let value = sample(&member.ty, salt.wrapping_add(index as u8));
        let value = match (member.source, outcome.out.last()) {
            // The count that is told with an array is the array's.
            (Source::Param(position), Some((_, Value::List(items))))
                if row.params[position].name == "nparams" =>
            {
                (items.len() as u64).into()
            }
            (Source::Param(position), _) => match super::room::map_bytes(call, position) {
                Some(room) => Value::Bytes(vec![salt; room].into()),
                None => value,
            },
            _ => value,
        };
        match member.source {
            Source::Return | Source::Need(_) => outcome.ret = value,
            Source::Nothing => {}
            Source::Param(position) => outcome.out.push((row.params[position].name, value)),
            Source::Field(position, field) => match outcome.out.last_mut() {
                Some((name, Value::Struct(members))) if *name == row.params[position].name => {
                    members.push((field, value));
                }
                _ => outcome.out.push((row.params[position].name, Value::Struct(vec![(field, value)]))),
            },
        }
    }
    outcome
}

#[test]
fn answers_arrive_as_they_were_sent_and_nothing_less_does() {
    for (id, shape) in shapes() {
        for salt in [0, 6, 15] {
            let call = sample_call(id, &shape, salt);
            let outcome = sample_outcome(&call, &shape, salt);
            let mut out = Encoder::default();
            encode_ret(&shape, &call, &outcome, &mut out).unwrap_or_else(|e| panic!("{call}: {e}"));
            let bytes = out.into_bytes();
            let mut read = Decoder::new(&bytes);
            let answer =
                decode_ret(&shape, &call, CONNECTION, &mut read).unwrap_or_else(|e| panic!("{call}: {e}"));
            assert_eq!(answer.out, outcome.out, "{call}");
            if shape.ret.iter().any(|member| member.source == Source::Return) {
                assert_eq!(answer.ret, outcome.ret, "{call}");
            }
            assert_eq!(read.rest(), b"", "{call}");
            for end in 0..bytes.len() {
                let cut = decode_ret(&shape, &call, CONNECTION, &mut Decoder::new(&bytes[..end]));
                assert_eq!(cut, Err(CodecError::Xdr(XdrError::Short)), "{call} cut at {end}");
            }
        }
    }
}

#[test]
fn room_and_lists_have_libvirt_s_limits() {
    let list =
        |count: i64| Call::new(FunctionId::ConnectListDomains, [CONNECTION.into(), Value::Out, count.into()]);
    let (_, shape) = shapes().find(|(id, _)| *id == FunctionId::ConnectListDomains).expect("a shape");
    let decoded = |count: i64| {
        let mut out = Encoder::default();
        encode_args(&shape, &list(count), &mut out).expect("arguments");
        decode_args(FunctionId::ConnectListDomains, &shape, CONNECTION, &mut Decoder::new(&out.into_bytes()))
    };
    assert_eq!(decoded(16_384), Ok(list(16_384)));
    assert_eq!(
        decoded(16_385),
        Err(CodecError::Room(NoRoom::List("maxids > REMOTE_DOMAIN_LIST_MAX".into())))
    );
    assert_eq!(decoded(-1), Err(CodecError::Room(NoRoom::List("maxids must be non-negative".into()))));
    let mut outcome = sample_outcome(&list(1), &shape, 0);
    outcome.out = vec![("ids", Value::List(vec![Value::Int(1); 16_385]))];
    let answer = encode_ret(&shape, &list(1), &outcome, &mut Encoder::default());
    assert_eq!(answer, Err(CodecError::TooMany { name: "ids", count: 16_385, limit: 16_384 }));
}

#[test]
fn parameters_that_were_not_written_do_not_travel() {
    let one = Value::from(TypedParam::new("cpu_time", ParamValue::ULLong(7)));
    let mut out = Encoder::default();
    let ty = Type::Params(2);
    let gaps = Value::List(vec![one.clone(), Value::Null, one.clone(), Value::Null]);
    super::value::encode_value(&mut out, &ty, &gaps).expect("two parameters");
    let bytes = out.into_bytes();
    let read = super::value::decode_value(&mut Decoder::new(&bytes), &ty, CONNECTION);
    assert_eq!(read, Ok(Value::List(vec![one.clone(), one])));
}
