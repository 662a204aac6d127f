//! From a row to the function that does its work.

use super::args::{Args, Reply};
use super::public::{connection, error, event, host, identity, info, life, list, own};
use super::session::Session;
use crate::api::FunctionId;
use crate::ground::Result;

/// The work of a public function.
pub(super) type Handler = fn(&mut Session<'_>, &Args<'_>) -> Result<Reply>;

/// The files of `public/` that list their own functions, each as a `match` from row to handler.
const AREAS: &[fn(FunctionId) -> Option<Handler>] = &[];

/// The function that does the work of a row; none where the row says that the driver refuses it.
pub(super) fn handler(id: FunctionId) -> Option<Handler> {
    first_built(id).or_else(|| AREAS.iter().find_map(|area| area(id)))
}

fn first_built(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    let handler: Handler = match id {
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
        _ => return None,
    };
    Some(handler)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_handler_unless_the_driver_refuses_it() {
        for row in crate::api::functions() {
            assert_eq!(handler(row.id).is_none(), row.refused, "{}", row.id.c_name());
        }
    }

    #[test]
    fn a_row_has_one_handler() {
        for id in FunctionId::ALL {
            let found = AREAS.iter().filter(|area| area(*id).is_some()).count();
            assert!(found + usize::from(first_built(*id).is_some()) < 2, "{}", id.c_name());
        }
    }
}
