//! Functions without a procedure.

use virtlab_core::api::FunctionId;

/// Functions that never leave the client's process, or that are other procedures there: nothing to send.
pub const LOCAL: &[FunctionId] = {
    use FunctionId::*;
    &[
        ConnectOpenReadOnly,
        ConnectOpenAuth,
        ConnectRef,
        GetVersion,
        // The client's transport is encrypted or not, alive or not.
        ConnectIsEncrypted,
        ConnectIsAlive,
        ConnectSetKeepAlive,
        // The client reads the text.
        DomainLookupByUUIDString,
        DomainGetName,
        DomainGetID,
        DomainGetUUID,
        DomainGetUUIDString,
        DomainGetConnect,
        DomainRef,
        DomainFree,
        NetworkLookupByUUIDString,
        NetworkGetName,
        NetworkGetUUID,
        NetworkGetUUIDString,
        NetworkGetConnect,
        NetworkRef,
        NetworkFree,
        NetworkPortLookupByUUIDString,
        NetworkPortGetNetwork,
        NetworkPortGetUUID,
        NetworkPortGetUUIDString,
        NetworkPortRef,
        NetworkPortFree,
        DomainSnapshotGetName,
        DomainSnapshotGetDomain,
        DomainSnapshotGetConnect,
        DomainSnapshotRef,
        DomainSnapshotFree,
        DomainCheckpointGetName,
        DomainCheckpointGetDomain,
        DomainCheckpointGetConnect,
        DomainCheckpointRef,
        DomainCheckpointFree,
        // Old names, and what the client puts together from steps.
        DomainCreateLinux,
        DomainMigrate,
        DomainMigrate2,
        DomainMigrate3,
        DomainMigrateToURI,
        DomainMigrateToURI2,
        DomainMigrateToURI3,
        EventRegisterDefaultImpl,
        EventRunDefaultImpl,
        Initialize,
        DomainFSInfoFree,
        DomainIOThreadInfoFree,
        DomainInterfaceFree,
        DomainStatsRecordListFree,
        NetworkDHCPLeaseFree,
    ]
};
