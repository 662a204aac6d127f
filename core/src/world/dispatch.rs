//! From a call to its handler and back: what every public function of libvirt does around its own work.

use super::args::Args;
use super::events::{note_listening, queue};
use super::public::error;
use super::remote::{self, Remote};
use super::session::Session;
use super::{ClientId, World, by_value, checks};
use crate::api::{Call, Function, FunctionId, Outcome};
use crate::ground::{ErrorCode, ErrorDomain, VirError};

/// Does a call: forget the last error, check, ask the driver, remember and report what went wrong.
pub(super) fn perform(
    world: &mut World,
    client_id: ClientId,
    call: &Call,
    remote: Option<&mut dyn Remote>,
) -> Outcome {
    let row = row_of(call.function);
    let World { lab, hosts, clients, listening: _, files, clock_ns, rng } = world;
    let Some(client) = clients.get_mut(&client_id) else { return too_many_clients(call) };
    let mut session = Session {
        row,
        lab,
        hosts,
        files,
        client,
        rng,
        clock_ns,
        connection: None,
        raised: Vec::new(),
        delivered: Vec::new(),
        notices: Vec::new(),
        printed: String::new(),
        rule: None,
    };
    if row.resets_error {
        error::forget(&mut session);
    }
    let adopted = by_value::adopt(session.client, call);
    let args = Args { call: adopted.as_ref().unwrap_or(call), row };
    let result = checks::check(&mut session, &args).and_then(|()| match remote {
        Some(remote) => remote::work(&mut session, &args, remote),
        None => remote::own(&mut session, &args),
    });
    let (reply, error) = match result {
        Ok(reply) => (reply, None),
        Err(error) => {
            session.report(&error);
            (row.returns.failure().into(), Some(error))
        }
    };
    let reply = by_value::give(session.client, call, adopted.as_ref(), reply);
    let Session { raised, delivered, notices, printed, rule, .. } = session;
    let listens = client.listens();
    note_listening(world, client_id, listens);
    for (host, event) in &raised {
        queue(world, host, event);
    }
    by_value::forget_client(world, client_id, call.function);
    let raised = raised.into_iter().map(|(_, event)| event).collect();
    Outcome { ret: reply.ret, out: reply.out, error, raised, delivered, notices, printed, rule }
}

/// The row whose name errors tell: virDomainCreateLinux is nothing but a call of virDomainCreateXML.
fn row_of(function: FunctionId) -> &'static Function {
    match function {
        FunctionId::DomainCreateLinux => FunctionId::DomainCreateXML.row(),
        function => function.row(),
    }
}

/// What a call gets that would be of one client too many.
pub(super) fn too_many_clients(call: &Call) -> Outcome {
    Outcome::refused(call, VirError::bare(ErrorDomain::None, ErrorCode::NoMemory))
}
