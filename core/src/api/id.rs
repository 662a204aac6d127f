//! The functions, one variant each. The C name is the variant's with `vir` (or `virtlab`, for the world's own) before it.

use super::Function;

macro_rules! function_ids {
    ($($(#[$doc:meta])* [$prefix:literal] { $($id:ident)* })*) => {
        /// Which function. The number is this build's own; what is kept is the C name.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u16)]
        #[allow(missing_docs)]
        pub enum FunctionId { $($($id),*),* }

        impl FunctionId {
            /// Every function.
            pub const ALL: &'static [FunctionId] = &[$($(FunctionId::$id),*),*];

            /// The name in C.
            pub const fn c_name(self) -> &'static str {
                match self { $($(FunctionId::$id => concat!($prefix, stringify!($id))),*),* }
            }
        }
    };
}

function_ids! {
    ["vir"] {
        ConnectOpen ConnectOpenReadOnly ConnectOpenAuth ConnectClose ConnectRef ConnectGetURI ConnectGetType
        ConnectGetVersion ConnectGetLibVersion GetVersion ConnectGetHostname ConnectIsEncrypted ConnectIsSecure
        Initialize ConnectIsAlive ConnectSetKeepAlive ConnectRegisterCloseCallback ConnectUnregisterCloseCallback

        ConnectGetCapabilities NodeGetInfo ConnectGetMaxVcpus NodeGetFreeMemory NodeGetCellsFreeMemory
        NodeGetFreePages NodeGetCPUMap NodeGetCPUStats NodeGetMemoryStats ConnectGetSysinfo NodeGetSecurityModel
        ConnectGetCPUModelNames ConnectGetDomainCapabilities

        GetLastError GetLastErrorMessage GetLastErrorCode GetLastErrorDomain ConnGetLastError ConnCopyLastError
        CopyLastError SaveLastError SetError FreeError ResetError ResetLastError ConnResetLastError SetErrorFunc
        ConnSetErrorFunc DefaultErrorFunc

        DomainLookupByID DomainLookupByName DomainLookupByUUID DomainLookupByUUIDString DomainGetName DomainGetID
        DomainGetUUID DomainGetUUIDString DomainGetConnect DomainRef DomainFree

        ConnectNumOfDomains ConnectListDomains ConnectNumOfDefinedDomains ConnectListDefinedDomains
        ConnectListAllDomains

        DomainCreateXML DomainDefineXML DomainDefineXMLFlags DomainCreate DomainCreateWithFlags DomainSuspend
        DomainResume DomainShutdown DomainShutdownFlags DomainReboot DomainReset DomainDestroy DomainDestroyFlags
        DomainUndefine DomainUndefineFlags DomainSave DomainSaveFlags DomainRestore DomainRestoreFlags
        DomainManagedSave DomainHasManagedSaveImage DomainManagedSaveRemove DomainCoreDump DomainRename
        DomainSetAutostart DomainGetAutostart

        DomainGetState DomainGetInfo DomainIsActive DomainIsPersistent DomainIsUpdated DomainGetOSType
        DomainGetMaxMemory DomainGetMaxVcpus DomainSetMemory DomainSetMemoryFlags DomainSetMaxMemory DomainSetVcpus
        DomainSetVcpusFlags DomainGetVcpusFlags DomainGetXMLDesc

        DomainSetLifecycleAction DomainMemoryStats DomainSetUserPassword

        DomainSendKey DomainInterfaceAddresses DomainGetMessages DomainSetMetadata DomainGetMetadata
        NetworkSetMetadata NetworkGetMetadata DomainFSInfoFree DomainIOThreadInfoFree DomainInterfaceFree
        DomainStatsRecordListFree NetworkDHCPLeaseFree

        DomainAnnounceInterface DomainSetLaunchSecurityState DomainSetThrottleGroup NodeSetMemoryParameters

        DomainGetSchedulerType DomainGetSchedulerParameters DomainGetSchedulerParametersFlags
        DomainSetSchedulerParameters DomainSetSchedulerParametersFlags DomainGetMemoryParameters
        DomainSetMemoryParameters DomainGetNumaParameters DomainSetNumaParameters DomainGetBlkioParameters
        DomainSetBlkioParameters DomainGetBlockIoTune DomainSetBlockIoTune DomainGetInterfaceParameters
        DomainSetInterfaceParameters DomainGetPerfEvents DomainSetPerfEvents DomainSetMemoryStatsPeriod

        DomainGetVcpus DomainPinVcpu DomainPinVcpuFlags DomainGetVcpuPinInfo DomainPinEmulator
        DomainGetEmulatorPinInfo DomainGetIOThreadInfo DomainPinIOThread DomainAddIOThread DomainDelIOThread
        DomainSetIOThreadParams DomainGetCPUStats DomainGetGuestVcpus DomainSetGuestVcpus DomainSetVcpu

        TypedParamsGet TypedParamsGetInt TypedParamsGetUInt TypedParamsGetLLong TypedParamsGetULLong
        TypedParamsGetDouble TypedParamsGetBoolean TypedParamsGetString TypedParamsAddInt TypedParamsAddUInt
        TypedParamsAddLLong TypedParamsAddULLong TypedParamsAddDouble TypedParamsAddBoolean TypedParamsAddString
        TypedParamsAddStringList TypedParamsAddFromString TypedParamsClear TypedParamsFree

        DomainAbortJob DomainGetJobInfo

        DomainAttachDevice DomainAttachDeviceFlags DomainDetachDeviceAlias DomainUpdateDeviceFlags

        DomainBlockStats DomainBlockStatsFlags DomainInterfaceStats DomainGetBlockInfo
        DomainBlockPeek DomainMemoryPeek DomainBlockResize DomainGetDiskErrors DomainGetControlInfo
        DomainGetSecurityLabel DomainGetSecurityLabelList DomainInjectNMI DomainSendProcessSignal
        DomainGetLaunchSecurityInfo DomainGetGuestInfo ConnectGetAllDomainStats DomainListGetStats

        DomainAbortJobFlags DomainGetJobStats DomainBackupBegin DomainBackupGetXMLDesc DomainBlockCommit
        DomainBlockCopy DomainBlockJobAbort DomainBlockJobSetSpeed DomainBlockPull DomainBlockRebase
        DomainGetBlockJobInfo DomainStartDirtyRateCalc DomainMigrate DomainMigrate2 DomainMigrate3
        DomainMigrateToURI DomainMigrateToURI2 DomainMigrateToURI3 DomainMigrateGetCompressionCache
        DomainMigrateSetCompressionCache DomainMigrateGetMaxDowntime DomainMigrateSetMaxDowntime
        DomainMigrateGetMaxSpeed DomainMigrateSetMaxSpeed DomainMigrateStartPostCopy DomainSaveImageGetXMLDesc
        DomainSaveImageDefineXML DomainManagedSaveGetXMLDesc DomainManagedSaveDefineXML DomainSaveParams
        DomainRestoreParams DomainCoreDumpWithFormat DomainCreateLinux DomainCreateXMLWithFiles
        DomainCreateWithFiles DomainGetAutostartOnce DomainSetAutostartOnce DomainPMSuspendForDuration
        DomainPMWakeup DomainDetachDevice DomainDetachDeviceFlags DomainSetBlockThreshold
        DomainDelThrottleGroup DomainGraphicsReload DomainFDAssociate
        DomainOpenGraphics DomainOpenGraphicsFD DomainAgentSetResponseTimeout
        DomainAuthorizedSSHKeysGet DomainAuthorizedSSHKeysSet ConnectCompareCPU
        ConnectBaselineCPU ConnectCompareHypervisorCPU ConnectBaselineHypervisorCPU NodeAllocPages NodeGetMemoryParameters
        NodeGetSEVInfo NodeSuspendForDuration ConnectSetIdentity
        ConnectDomainXMLFromNative ConnectDomainXMLToNative

        DomainFSFreeze DomainFSThaw DomainFSTrim DomainGetFSInfo DomainGetHostname DomainGetTime DomainSetTime
        ConnectNumOfNetworks ConnectListNetworks ConnectNumOfDefinedNetworks ConnectListDefinedNetworks
        ConnectListAllNetworks NetworkLookupByName NetworkLookupByUUID NetworkLookupByUUIDString NetworkGetName
        NetworkGetUUID NetworkGetUUIDString NetworkGetConnect NetworkRef NetworkFree NetworkCreateXML
        NetworkCreateXMLFlags NetworkDefineXML NetworkDefineXMLFlags NetworkCreate NetworkDestroy NetworkUndefine
        NetworkUpdate NetworkIsActive NetworkIsPersistent NetworkGetXMLDesc NetworkGetBridgeName NetworkGetAutostart
        NetworkSetAutostart NetworkGetDHCPLeases
        NetworkListAllPorts NetworkPortLookupByUUID NetworkPortLookupByUUIDString NetworkPortCreateXML
        NetworkPortGetNetwork NetworkPortGetXMLDesc NetworkPortGetUUID NetworkPortGetUUIDString
        NetworkPortGetParameters NetworkPortSetParameters NetworkPortDelete NetworkPortRef NetworkPortFree

        StreamNew StreamRef StreamFree StreamSend StreamRecv StreamRecvFlags StreamSendHole StreamRecvHole
        StreamSendAll StreamRecvAll StreamSparseSendAll StreamSparseRecvAll StreamEventAddCallback StreamEventUpdateCallback StreamEventRemoveCallback
        StreamFinish StreamAbort
        DomainScreenshot
        DomainOpenConsole DomainOpenChannel

        DomainSnapshotCreateXML DomainSnapshotGetXMLDesc DomainSnapshotNum DomainSnapshotListNames
        DomainListAllSnapshots DomainSnapshotNumChildren DomainSnapshotListChildrenNames
        DomainSnapshotListAllChildren DomainSnapshotLookupByName DomainHasCurrentSnapshot DomainSnapshotCurrent
        DomainSnapshotGetParent DomainSnapshotIsCurrent DomainSnapshotHasMetadata DomainRevertToSnapshot
        DomainSnapshotDelete DomainSnapshotGetName DomainSnapshotGetDomain DomainSnapshotGetConnect
        DomainSnapshotRef DomainSnapshotFree

        DomainCheckpointCreateXML DomainCheckpointGetXMLDesc DomainListAllCheckpoints
        DomainCheckpointListAllChildren DomainCheckpointLookupByName DomainCheckpointGetParent
        DomainCheckpointDelete DomainCheckpointGetName DomainCheckpointGetDomain DomainCheckpointGetConnect
        DomainCheckpointRef DomainCheckpointFree

        ConnectNumOfStoragePools ConnectListStoragePools ConnectNumOfDefinedStoragePools
        ConnectListDefinedStoragePools ConnectListAllStoragePools ConnectFindStoragePoolSources
        ConnectGetStoragePoolCapabilities StoragePoolLookupByName StoragePoolLookupByUUID
        StoragePoolLookupByUUIDString StoragePoolLookupByVolume StoragePoolLookupByTargetPath
        StoragePoolGetName StoragePoolGetUUID StoragePoolGetUUIDString StoragePoolGetConnect StoragePoolRef
        StoragePoolFree StoragePoolCreateXML StoragePoolDefineXML StoragePoolBuild StoragePoolCreate
        StoragePoolRefresh StoragePoolDestroy StoragePoolDelete StoragePoolUndefine StoragePoolIsActive
        StoragePoolIsPersistent StoragePoolGetInfo StoragePoolGetXMLDesc StoragePoolGetAutostart
        StoragePoolSetAutostart StoragePoolNumOfVolumes StoragePoolListVolumes StoragePoolListAllVolumes
        StorageVolLookupByName StorageVolLookupByKey StorageVolLookupByPath StorageVolGetName StorageVolGetKey
        StorageVolGetConnect StorageVolRef StorageVolFree StorageVolCreateXML StorageVolCreateXMLFrom
        StorageVolDelete StorageVolGetInfo StorageVolGetInfoFlags StorageVolGetXMLDesc StorageVolGetPath
        StorageVolDownload StorageVolUpload StorageVolWipe StorageVolWipePattern StorageVolResize

        EventAddHandle EventUpdateHandle EventRemoveHandle EventAddTimeout EventUpdateTimeout EventRemoveTimeout
        EventRegisterImpl EventRegisterDefaultImpl EventRunDefaultImpl ConnectDomainEventRegisterAny ConnectDomainEventDeregisterAny
        ConnectDomainEventRegister ConnectDomainEventDeregister ConnectNetworkEventRegisterAny
        ConnectNetworkEventDeregisterAny ConnectStoragePoolEventRegisterAny ConnectStoragePoolEventDeregisterAny
        ConnectNodeDeviceEventRegisterAny ConnectNodeDeviceEventDeregisterAny ConnectSecretEventRegisterAny
        ConnectSecretEventDeregisterAny
    }
    ["virtlab"] {
        ClockAdvance HostSet ConnectAccept
    }
}

impl FunctionId {
    /// The function of a C name.
    pub fn from_c_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|id| id.c_name() == name)
    }

    /// Its row in the table.
    pub fn row(self) -> &'static Function {
        &super::functions()[self as usize]
    }
}
