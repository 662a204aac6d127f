//! From a call to its handler and back: what every public function of libvirt does around its own work.

use std::sync::Arc;

use super::args::{Args, Reply};
use super::client::EventState;
use super::public::{connection, error, event, host, identity, info, life, list, own};
use super::session::Session;
use super::{ClientId, World, checks};
use crate::api::{Call, Delivered, FunctionId, Notice, Outcome, Raised};
use crate::ground::limits::EVENTS_PENDING_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::host::HostKey;

type Handler = fn(&mut Session<'_>, &Args<'_>) -> Result<Reply>;

/// Does a call: forget the last error, check, ask the driver, remember and report what went wrong.
pub(super) fn perform(world: &mut World, client_id: ClientId, call: &Call) -> Outcome {
    let row = call.function.row();
    let World { lab, hosts, clients, files, clock_ns, rng } = world;
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
    let args = Args { call, row };
    let result = checks::check(&mut session, &args)
        .and_then(|()| checks::driver_flags(&session, &args))
        .and_then(|()| handler(call.function)(&mut session, &args));
    let (reply, error) = match result {
        Ok(reply) => (reply, None),
        Err(error) => {
            report(&mut session, &error);
            (row.returns.failure().into(), Some(error))
        }
    };
    let Session { raised, delivered, notices, printed, rule, .. } = session;
    for (host, event) in &raised {
        queue(world, host, event);
    }
    let raised = raised.into_iter().map(|(_, event)| event).collect();
    Outcome { ret: reply.ret, out: reply.out, error, raised, delivered, notices, printed, rule }
}

/// `virDispatchError`: remembers an error for the thread and the connection, and runs the error handler.
fn report(session: &mut Session<'_>, error: &VirError) {
    session.client.last_error = Some(Box::new(error.clone()));
    session.client.error_unread = true;
    let mut handler = session.client.error_handler.clone();
    if let Some(conn) = session.connection.and_then(|n| session.client.connections.get_mut(&n)) {
        conn.last_error = Some(Box::new(error.clone()));
        handler = conn.error_handler.clone().or(handler);
    }
    match handler {
        Some(handler) => session.delivered.push(Delivered::Error { handler, error: Box::new(error.clone()) }),
        None => session.printed.push_str(&error.default_print()),
    }
}

/// Queues an event for every client that has a callback at the host. `virObjectEventStateQueue`.
fn queue(world: &mut World, host: &HostKey, event: &Raised) {
    let listening: Vec<ClientId> = world
        .clients
        .iter()
        .filter(|(_, client)| client.event_states.get(host).is_some_and(|state| !state.callbacks.is_empty()))
        .map(|(id, _)| *id)
        .collect();
    for id in listening {
        let state: Option<&mut EventState> =
            world.clients.get_mut(&id).and_then(|client| client.event_states.get_mut(host));
        if let Some(state) = state {
            if state.queue.len() >= EVENTS_PENDING_MAX {
                state.queue.pop_front();
            }
            state.queue.push_back(event.clone());
        }
    }
}

/// What a call gets that would be of one client too many.
pub(super) fn too_many_clients(call: &Call) -> Outcome {
    let error = VirError::bare(ErrorDomain::None, ErrorCode::NoMemory);
    Outcome {
        ret: call.function.row().returns.failure(),
        out: Vec::new(),
        printed: error.default_print(),
        error: Some(error),
        raised: Vec::new(),
        delivered: Vec::new(),
        notices: Vec::<Notice>::new(),
        rule: None,
    }
}

/// The function that does the work of a row.
fn handler(id: FunctionId) -> Handler {
    use FunctionId::*;
    match id {
        ConnectOpen => connection::open,
        ConnectOpenReadOnly => connection::open_read_only,
        ConnectOpenAuth => connection::open_auth,
        ConnectClose => connection::close,
        ConnectRef => connection::add_ref,
        ConnectGetURI => connection::get_uri,
        ConnectGetType => connection::get_type,
        ConnectGetVersion => connection::get_version,
        ConnectGetLibVersion => connection::get_lib_version,
        GetVersion => connection::version,
        ConnectGetHostname => connection::get_hostname,
        ConnectIsEncrypted => connection::is_encrypted,
        ConnectIsSecure => connection::is_secure,
        ConnectIsAlive => connection::is_alive,
        ConnectSetKeepAlive => connection::set_keep_alive,
        ConnectRegisterCloseCallback => connection::register_close_callback,
        ConnectUnregisterCloseCallback => connection::unregister_close_callback,
        ConnectGetCapabilities => host::get_capabilities,
        NodeGetInfo => host::get_info,
        ConnectGetMaxVcpus => host::get_max_vcpus,
        NodeGetFreeMemory => host::get_free_memory,
        NodeGetCellsFreeMemory => host::get_cells_free_memory,
        NodeGetFreePages => host::get_free_pages,
        NodeGetCPUMap => host::get_cpu_map,
        NodeGetCPUStats => host::get_cpu_stats,
        NodeGetMemoryStats => host::get_memory_stats,
        ConnectGetSysinfo => host::get_sysinfo,
        NodeGetSecurityModel => host::get_security_model,
        ConnectGetCPUModelNames => host::get_cpu_model_names,
        ConnectGetDomainCapabilities => host::get_domain_capabilities,
        GetLastError => error::get_last,
        GetLastErrorMessage => error::get_last_message,
        GetLastErrorCode => error::get_last_code,
        GetLastErrorDomain => error::get_last_domain,
        ConnGetLastError => error::conn_get_last,
        ConnCopyLastError => error::conn_copy_last,
        CopyLastError => error::copy_last,
        SaveLastError => error::save_last,
        SetError => error::set,
        FreeError => error::free,
        ResetLastError => error::reset_last,
        ConnResetLastError => error::conn_reset_last,
        SetErrorFunc => error::set_func,
        ConnSetErrorFunc => error::conn_set_func,
        DefaultErrorFunc => error::default_func,
        DomainLookupByID => identity::lookup_by_id,
        DomainLookupByName => identity::lookup_by_name,
        DomainLookupByUUID => identity::lookup_by_uuid,
        DomainLookupByUUIDString => identity::lookup_by_uuid_string,
        DomainGetName => identity::get_name,
        DomainGetID => identity::get_id,
        DomainGetUUID => identity::get_uuid,
        DomainGetUUIDString => identity::get_uuid_string,
        DomainGetConnect => identity::get_connect,
        DomainRef => identity::add_ref,
        DomainFree => identity::free,
        ConnectNumOfDomains => list::num_of_domains,
        ConnectListDomains => list::list_domains,
        ConnectNumOfDefinedDomains => list::num_of_defined,
        ConnectListDefinedDomains => list::list_defined,
        ConnectListAllDomains => list::list_all,
        DomainCreateXML => life::create_xml,
        DomainDefineXML | DomainDefineXMLFlags => life::define_xml,
        DomainCreate | DomainCreateWithFlags => life::create,
        DomainSuspend => life::suspend,
        DomainResume => life::resume,
        DomainShutdown | DomainShutdownFlags => life::shutdown,
        DomainReboot => life::reboot,
        DomainReset => life::reset,
        DomainDestroy | DomainDestroyFlags => life::destroy,
        DomainUndefine | DomainUndefineFlags => life::undefine,
        DomainSave | DomainSaveFlags => life::save,
        DomainRestore | DomainRestoreFlags => life::restore,
        DomainManagedSave => life::managed_save,
        DomainHasManagedSaveImage => life::has_managed_save,
        DomainManagedSaveRemove => life::managed_save_remove,
        DomainCoreDump => life::core_dump,
        DomainRename => life::rename,
        DomainSetAutostart => life::set_autostart,
        DomainGetAutostart => life::get_autostart,
        DomainGetState => info::get_state,
        DomainGetInfo => info::get_info,
        DomainIsActive => info::is_active,
        DomainIsPersistent => info::is_persistent,
        DomainIsUpdated => info::is_updated,
        DomainGetOSType => info::get_os_type,
        DomainGetMaxMemory => info::get_max_memory,
        DomainGetMaxVcpus => info::get_max_vcpus,
        DomainSetMemory => info::set_memory,
        DomainSetMemoryFlags => info::set_memory_flags,
        DomainSetMaxMemory => info::set_max_memory,
        DomainSetVcpus => info::set_vcpus,
        DomainSetVcpusFlags => info::set_vcpus_flags,
        DomainGetVcpusFlags => info::get_vcpus_flags,
        DomainGetXMLDesc => info::get_xml_desc,
        EventRegisterDefaultImpl => event::register_default_impl,
        EventRunDefaultImpl => event::run_default_impl,
        ConnectDomainEventRegisterAny => event::register_any,
        ConnectDomainEventDeregisterAny => event::deregister_any,
        ClockAdvance => own::clock_advance,
        HostSet => own::host_set,
    }
}

/// The name of a callback or handler, from an argument that may be `NULL`.
pub(super) fn callback_name(args: &Args<'_>, index: usize) -> Option<Arc<str>> {
    args.text(index).map(Arc::from)
}
