//! The other ends of a client's connections: libvirt's remote driver.

use std::collections::BTreeMap;

use virtlab_core::api::{Area, Call, FunctionId, Handle, Identity, Object, Value};
use virtlab_core::connection::Resolved;
use virtlab_core::ground::{ErrorCode, ErrorDomain, Result, VirError};
use virtlab_core::host::HostKey;
use virtlab_core::world::{Answered, Arrived, Asked, Events, Flowed, Remote};

use super::events::{Listening, arrived, listening, procedures};
use super::link::{Link, number};
use super::rpc_error;
use super::sent::{as_sent, files_of, no_holes, not_carried, sends_holes, stream_of, uuid_of};
use super::{Connector, Way, fit, order};
use crate::wire::{Decoder, Encoder, LOCAL, Procedure, decode_ret, encode_args, encode_optional};

/// One connection, and what it listens to.
struct Open {
    link: Link,
    listening: Vec<Listening>,
    secure: bool,
}

/// The connections of a client.
pub(super) struct Links {
    connector: Box<dyn Connector>,
    open: BTreeMap<u32, Open>,
    /// What was opened and has no number yet.
    opening: Option<Open>,
    opened: u32,
    /// The streams that calls were given: by which connection, and their numbers there.
    streams: BTreeMap<Handle, (u32, u32)>,
}

impl Links {
    pub fn new(connector: Box<dyn Connector>) -> Self {
        Self { connector, open: BTreeMap::new(), opening: None, opened: 0, streams: BTreeMap::new() }
    }

    /// Whether a connection is open.
    pub fn any(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether a connection led out of the process to where nobody is any more.
    pub fn lost(&mut self, connection: u32) -> bool {
        self.open.get_mut(&connection).is_some_and(|open| !open.link.is_open())
    }

    fn at(&mut self, connection: u32) -> Result<&mut Open> {
        let closed = || VirError::internal(ErrorDomain::Rpc, "client socket is closed");
        self.open.get_mut(&connection).ok_or_else(closed)
    }
}

/// `REMOTE_AUTH_NONE`.
const AUTH_NONE: i32 = 0;
/// The kinds of authentication that a daemon may offer at most: `REMOTE_AUTH_TYPE_LIST_MAX`.
const AUTH_MAX: usize = 20;

fn authenticate(link: &mut Link) -> Result<()> {
    let answer = link.call_by_name("AUTH_LIST", &[])?;
    let mut bytes = Decoder::new(&answer);
    let offered = bytes.length(AUTH_MAX).and_then(|count| (0..count).map(|_| bytes.int()).collect());
    let offered: Vec<i32> = offered.map_err(|_| rpc_error("Unable to decode message payload"))?;
    if offered.contains(&AUTH_NONE) {
        return Ok(());
    }
    let message = "the daemon wants to know who is there, and virtlab has no way to say";
    Err(VirError::new(ErrorDomain::Remote, ErrorCode::AuthFailed, message))
}

impl Drop for Links {
    /// A program that ends without closing what it opened.
    fn drop(&mut self) {
        while let Some((_, mut open)) = self.open.pop_first() {
            let _ = open.link.call_by_name("CONNECT_CLOSE", &[]);
        }
    }
}

impl Remote for Links {
    fn open(&mut self, uri: Option<&str>, flags: u32) -> Option<Result<Resolved>> {
        let connected = self.connector.connect(uri, flags & 1 != 0);
        let way = match connected {
            Ok(way) => way?,
            Err(error) => return Some(Err(error)),
        };
        Some(self.begin(way, flags))
    }

    fn opened(&mut self, connection: u32) {
        if let Some(open) = self.opening.take() {
            self.open.insert(connection, open);
        }
    }

    fn holds(&self, connection: u32) -> bool {
        self.open.contains_key(&connection)
    }

    fn stays(&self, call: &Call) -> bool {
        stays(call)
    }

    fn perform(&mut self, connection: Handle, call: &Call) -> Result<Answered> {
        let open = self.at(connection.number)?;
        match call.function {
            FunctionId::ConnectIsSecure if !open.secure => return Ok(plain(0)),
            FunctionId::ConnectIsAlive => return Ok(plain(open.link.is_open().into())),
            // The library asks nobody when there is no room.
            FunctionId::DomainMemoryStats if call.arg(1) == Value::Null || call.arg(2) == Value::Int(0) => {
                let given = call.arg(1) != Value::Null;
                let out = given.then(|| ("stats", Value::List(Vec::new()))).into_iter().collect();
                return Ok(Answered { ret: Value::Int(0), out });
            }
            _ => {}
        }
        let call = &as_sent(call);
        let (procedure, shape) = Procedure::of_function(call.function)
            .and_then(|procedure| Some((procedure.number, procedure.shape_of(call.function)?)))
            .ok_or_else(|| not_carried(call.function))?;
        let mut out = Encoder::default();
        encode_args(shape, call, &mut out).map_err(|_| rpc_error("Unable to encode message payload"))?;
        let answer = match stream_of(call) {
            None => open.link.call_with(procedure, &out.into_bytes(), &files_of(call))?,
            Some(stream) => {
                let (number, answer) = open.link.open(procedure, &out.into_bytes())?;
                if sends_holes(call) {
                    // Whatever that comes to, the call comes to the same.
                    let _ = open.link.flow(number, Asked::Abort);
                    return Err(no_holes());
                }
                self.streams.insert(stream, (connection.number, number));
                answer
            }
        };
        let answer = decode_ret(shape, call, connection, &mut Decoder::new(&answer));
        let answer = answer.map_err(|_| rpc_error("Unable to decode message payload"))?;
        let mut answered = Answered { ret: answer.ret, out: answer.out };
        fit::fit(call, &mut answered);
        order::order(call, &mut answered);
        self.follow(connection, call, &mut answered)?;
        Ok(answered)
    }

    fn flow(&mut self, stream: Handle, asked: Asked<'_>) -> Result<Flowed> {
        let closed = || VirError::internal(ErrorDomain::Streams, "stream is not open");
        let (connection, number) = self.streams.get(&stream).copied().ok_or_else(closed)?;
        if matches!(asked, Asked::Finish | Asked::Abort) {
            self.streams.remove(&stream);
        }
        self.at(connection)?.link.flow(number, asked)
    }

    fn listen(&mut self, connection: Handle, events: Events, only: Option<&Value>, on: bool) -> Result<()> {
        let open = self.at(connection.number)?;
        let (uuid, (object, register, deregister)) = (listening(only), procedures(events.0));
        if !on {
            let found = open.listening.iter().position(|one| one.events == events && one.only == uuid);
            let Some(index) = found else { return Ok(()) };
            let id = open.listening.remove(index).callback_id;
            open.link.call_by_name(deregister, &number(id))?;
            return Ok(());
        }
        let mut out = Encoder::default();
        out.int(events.1);
        encode_optional(&mut out, object, only.unwrap_or(&Value::Null))
            .map_err(|_| rpc_error("Unable to encode message payload"))?;
        let answer = open.link.call_by_name(register, &out.into_bytes())?;
        let id = Decoder::new(&answer).int();
        let callback_id = id.map_err(|_| rpc_error("Unable to decode message payload"))?;
        open.listening.push(Listening { callback_id, events, only: uuid });
        Ok(())
    }

    fn arrived(&mut self) -> Result<Vec<Arrived>> {
        let mut all = Vec::new();
        for (number, open) in &mut self.open {
            if !open.listening.is_empty() {
                // What the daemon had to tell before it answers this is here with the answer.
                open.link.call_by_name("CONNECT_GET_LIB_VERSION", &[])?;
            }
            let packets = open.link.take_events();
            all.extend(packets.iter().filter_map(|packet| arrived(*number, &open.listening, packet)));
        }
        Ok(all)
    }

    /// As with libvirt's library the daemon is told nothing: what it still sends is of no stream here.
    fn freed(&mut self, stream: Handle) {
        let Some((connection, number)) = self.streams.remove(&stream) else { return };
        if let Some(open) = self.open.get_mut(&connection) {
            open.link.flows.remove(&number);
        }
    }

    fn close(&mut self, connection: u32) {
        self.streams.retain(|_, (of, _)| *of != connection);
        if let Some(mut open) = self.open.remove(&connection) {
            // That it is gone already is no harm.
            let _ = open.link.call_by_name("CONNECT_CLOSE", &[]);
        }
    }
}

impl Links {
    /// What goes on before a connection is open.
    fn begin(&mut self, way: Way, flags: u32) -> Result<Resolved> {
        let mut link = Link::new(way.pipe);
        authenticate(&mut link)?;
        let mut out = Encoder::default();
        out.optional(way.daemon_uri.as_deref());
        out.uint(flags);
        link.call_by_name("CONNECT_OPEN", &out.into_bytes())?;
        self.opening = Some(Open { link, listening: Vec::new(), secure: way.secure });
        self.opened += 1;
        Ok(Resolved {
            // No host of the lab: what is there is not here.
            host: HostKey::from(format!("elsewhere {}", self.opened).as_str()),
            uri: way.uri.into(),
            transport: None,
            remote: true,
            encrypted: way.encrypted,
            secure: way.secure,
            auth: None,
        })
    }

    /// What libvirt's remote driver knows of a domain's handle after a call that changed its ID.
    fn follow(&mut self, connection: Handle, call: &Call, answered: &mut Answered) -> Result<()> {
        use FunctionId::*;
        let Value::Object(domain) = call.arg(0) else { return Ok(()) };
        let name = call.function.row().params[0].name;
        let id = match call.function {
            DomainDestroy | DomainSave | DomainManagedSave => -1,
            DomainCreate => {
                let uuid = Value::Bytes(domain.identity().uuid.as_bytes().as_slice().into());
                let found = Call::new(DomainLookupByUUID, [connection.into(), uuid]);
                answered.out.push((name, self.perform(connection, &found)?.ret));
                return Ok(());
            }
            _ => return Ok(()),
        };
        let identity = Identity { id, ..domain.identity().clone() };
        if let Some(object) = Object::new(domain.kind(), connection.into(), identity) {
            answered.out.push((name, object.into()));
        }
        Ok(())
    }
}

fn plain(ret: i32) -> Answered {
    Answered { ret: ret.into(), out: Vec::new() }
}

/// Whether the client's library does a function by itself.
fn stays(call: &Call) -> bool {
    use FunctionId::*;
    let function = call.function;
    match function {
        // The library looks whether the text is a UUID.
        DomainLookupByUUIDString
        | NetworkLookupByUUIDString
        | NetworkPortLookupByUUIDString
        | StoragePoolLookupByUUIDString => uuid_of(call).is_none(),
        // Their procedures have other names.
        DomainListGetStats | DomainCreateLinux => false,
        // The library looks at its own end.
        ConnectIsAlive => false,
        ConnectClose
        | ConnectGetURI
        | StreamNew
        | StreamRef
        | StreamFree
        | ConnectRegisterCloseCallback
        | ConnectUnregisterCloseCallback
        // A program that has no socket open gets no further than the library.
        | DomainOpenGraphics => true,
        _ => {
            let area = function.row().area;
            LOCAL.contains(&function) || [Area::Error, Area::Params, Area::Stream, Area::World].contains(&area)
        }
    }
}

#[cfg(test)]
mod tests {
    use virtlab_core::api::HandleKind;

    use super::super::{ByUri, Client, Pipe};
    use super::*;

    impl Pipe for std::io::Empty {}

    #[test]
    fn a_stream_that_is_freed_is_forgotten() {
        let mut client = Client::new(ByUri);
        let perform = |client: &mut Client, call: &str| {
            let call: Call = call.parse().unwrap();
            assert!(client.perform(&call).ok(), "{call}");
        };
        perform(&mut client, "virConnectOpen(\"test:///default\")");
        // From here on that connection leads to where nothing answers.
        let link = Link::new(Box::new(std::io::empty()));
        client.links.open.insert(1, Open { link, listening: Vec::new(), secure: true });
        perform(&mut client, "virStreamNew(conn1, 0)");
        client.links.streams.insert(Handle { kind: HandleKind::Stream, number: 1 }, (1, 7));
        perform(&mut client, "virStreamRef(st1)");
        perform(&mut client, "virStreamFree(st1)");
        assert_eq!(client.links.streams.len(), 1);
        perform(&mut client, "virStreamFree(st1)");
        assert_eq!(client.links.streams.len(), 0);
    }
}
