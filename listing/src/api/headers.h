/* What the usual headers declare, as far as a listing needs it: the layout of structs, the types of callbacks and the
   functions that are C's or never leave the client's process. libvirt's functions come from the table of the API. */
typedef unsigned long size_t, uint64_t, uintptr_t, uintmax_t, nfds_t;
typedef long ssize_t, int64_t, intptr_t, ptrdiff_t, time_t, intmax_t, useconds_t;
typedef unsigned int uint32_t;
typedef int int32_t, pid_t;
typedef unsigned short uint16_t;
typedef short int16_t;
typedef unsigned char uint8_t;
typedef signed char int8_t;
typedef _Bool bool;
typedef struct _FILE FILE;

typedef unsigned int virConnectCloseReason, virTypedParameterType, virTypedParameterFlags, virErrorLevel, virErrorDomain, virErrorNumber, virNodeSuspendTarget, virNodeGetCPUStatsAllCPUs, virNodeGetMemoryStatsAllCells, virConnectFlags, virConnectCredentialType, virCPUCompareResult, virConnectCompareCPUFlags, virConnectBaselineCPUFlags, virNodeAllocPagesFlags, virDomainState, virDomainNostateReason, virDomainRunningReason, virDomainBlockedReason, virDomainPausedReason, virDomainShutdownReason, virDomainShutoffReason, virDomainCrashedReason, virDomainPMSuspendedReason, virDomainPMSuspendedDiskReason, virDomainControlState, virDomainControlErrorReason, virDomainModificationImpact, virDomainSetVcpuFlags, virDomainCreateFlags, virDomainMemoryStatTags, virDomainCoreDumpFlags, virDomainCoreDumpFormat, virDomainMigrateFlags, virDomainMigrateMaxSpeedFlags, virConnectGetDomainCapabilitiesFlags, virDomainShutdownFlagValues, virDomainRebootFlagValues, virDomainDestroyFlagsValues, virDomainSaveRestoreFlags, virDomainMemoryModFlags, virDomainNumatuneMemMode, virDomainGetHostnameFlags, virDomainMetadataType, virDomainXMLFlags, virDomainSaveImageXMLFlags, virDomainBlockResizeFlags, virDomainMemoryFlags, virDomainDefineFlags, virDomainUndefineFlagsValues, virConnectListAllDomainsFlags, virVcpuState, virVcpuHostCpuState, virDomainVcpuFlags, virDomainDeviceModifyFlags, virDomainStatsTypes, virConnectGetAllDomainStatsFlags, virDomainBlockJobType, virDomainBlockJobAbortFlags, virDomainBlockJobInfoFlags, virDomainBlockJobSetSpeedFlags, virDomainBlockPullFlags, virDomainBlockRebaseFlags, virDomainBlockCopyFlags, virDomainBlockCommitFlags, virDomainDiskErrorCode, virKeycodeSet, virDomainProcessSignal, virDomainEventType, virDomainEventDefinedDetailType, virDomainEventUndefinedDetailType, virDomainEventStartedDetailType, virDomainEventSuspendedDetailType, virDomainEventResumedDetailType, virDomainEventStoppedDetailType, virDomainEventShutdownDetailType, virDomainEventPMSuspendedDetailType, virDomainEventCrashedDetailType, virDomainMemoryFailureRecipientType, virDomainMemoryFailureActionType, virDomainMemoryFailureFlags, virDomainJobType, virDomainGetJobStatsFlags, virDomainAbortJobFlagsValues, virDomainJobOperation, virDomainEventWatchdogAction, virDomainEventIOErrorAction, virDomainEventGraphicsPhase, virDomainEventGraphicsAddressType, virConnectDomainEventBlockJobStatus, virConnectDomainEventDiskChangeReason, virDomainEventTrayChangeReason, virConnectDomainEventAgentLifecycleState, virConnectDomainEventAgentLifecycleReason, virConnectDomainEventChannelLifecycleState, virConnectDomainEventChannelLifecycleReason, virDomainEventID, virDomainConsoleFlags, virDomainChannelFlags, virDomainOpenGraphicsFlags, virDomainSetTimeFlags, virSchedParameterType, virBlkioParameterType, virMemoryParameterType, virDomainInterfaceAddressesSource, virDomainSetUserPasswordFlags, virDomainLifecycle, virDomainLifecycleAction, virDomainGuestInfoTypes, virDomainAgentResponseTimeoutValues, virDomainBackupBeginFlags, virDomainAuthorizedSSHKeysSetFlags, virDomainMessageType, virDomainDirtyRateStatus, virDomainDirtyRateCalcFlags, virDomainFDAssociateFlags, virDomainGraphicsReloadType, virDomainSnapshotCreateFlags, virDomainSnapshotXMLFlags, virDomainSnapshotListFlags, virDomainSnapshotRevertFlags, virDomainSnapshotDeleteFlags, virDomainCheckpointCreateFlags, virDomainCheckpointXMLFlags, virDomainCheckpointListFlags, virDomainCheckpointDeleteFlags, virNetworkXMLFlags, virConnectListAllNetworksFlags, virNetworkCreateFlags, virNetworkDefineFlags, virNetworkUpdateCommand, virNetworkUpdateSection, virNetworkUpdateFlags, virNetworkEventLifecycleType, virNetworkEventID, virIPAddrType, virNetworkPortCreateFlags, virNetworkMetadataType, virStreamFlags, virStreamRecvFlagsValues, virStreamEventType, virEventHandleType, virConnectListAllNodeDeviceFlags, virNodeDeviceXMLFlags, virNodeDeviceCreateXMLFlags, virNodeDeviceDefineXMLFlags, virNodeDeviceUpdateFlags, virNodeDeviceEventID, virNodeDeviceEventLifecycleType, virSecretUsageType, virConnectListAllSecretsFlags, virSecretDefineFlags, virSecretEventID, virSecretEventLifecycleType, virStoragePoolState, virStoragePoolBuildFlags, virStoragePoolDeleteFlags, virStoragePoolCreateFlags, virStorageVolType, virStorageVolDeleteFlags, virStorageVolWipeAlgorithm, virStorageVolInfoFlags, virStorageXMLFlags, virConnectListAllStoragePoolsFlags, virStoragePoolDefineFlags, virStorageVolCreateFlags, virStorageVolDownloadFlags, virStorageVolUploadFlags, virStorageVolResizeFlags, virStoragePoolEventID, virStoragePoolEventLifecycleType, virConnectListAllInterfacesFlags, virInterfaceXMLFlags, virInterfaceDefineFlags, virNWFilterDefineFlags, virNWFilterBindingCreateFlags;
typedef struct _virTypedParameter virTypedParameter, *virTypedParameterPtr;
typedef struct _virError virError, *virErrorPtr;
typedef struct _virConnect virConnect, *virConnectPtr;
typedef struct _virStream virStream, *virStreamPtr;
typedef struct _virSecurityLabel virSecurityLabel, *virSecurityLabelPtr;
typedef struct _virSecurityModel virSecurityModel, *virSecurityModelPtr;
typedef struct _virNodeInfo virNodeInfo, *virNodeInfoPtr;
typedef struct _virNodeCPUStats virNodeCPUStats, *virNodeCPUStatsPtr;
typedef struct _virNodeMemoryStats virNodeMemoryStats, *virNodeMemoryStatsPtr;
typedef struct _virConnectCredential virConnectCredential, *virConnectCredentialPtr;
typedef struct _virConnectAuth virConnectAuth, *virConnectAuthPtr;
typedef struct _virDomain virDomain, *virDomainPtr;
typedef struct _virDomainControlInfo virDomainControlInfo, *virDomainControlInfoPtr;
typedef struct _virDomainInfo virDomainInfo, *virDomainInfoPtr;
typedef struct _virDomainBlockStats virDomainBlockStatsStruct, *virDomainBlockStatsPtr;
typedef struct _virDomainInterfaceStats virDomainInterfaceStatsStruct, *virDomainInterfaceStatsPtr;
typedef struct _virDomainMemoryStat virDomainMemoryStatStruct, *virDomainMemoryStatPtr;
typedef struct _virDomainBlockInfo virDomainBlockInfo, *virDomainBlockInfoPtr;
typedef struct _virVcpuInfo virVcpuInfo, *virVcpuInfoPtr;
typedef struct _virDomainIOThreadInfo virDomainIOThreadInfo, *virDomainIOThreadInfoPtr;
typedef struct _virDomainStatsRecord virDomainStatsRecord, *virDomainStatsRecordPtr;
typedef unsigned long long virDomainBlockJobCursor;
typedef struct _virDomainBlockJobInfo virDomainBlockJobInfo, *virDomainBlockJobInfoPtr;
typedef struct _virDomainDiskError virDomainDiskError, *virDomainDiskErrorPtr;
typedef struct _virDomainJobInfo virDomainJobInfo, *virDomainJobInfoPtr;
typedef struct _virDomainEventGraphicsAddress virDomainEventGraphicsAddress, *virDomainEventGraphicsAddressPtr;
typedef struct _virDomainEventGraphicsSubjectIdentity virDomainEventGraphicsSubjectIdentity, *virDomainEventGraphicsSubjectIdentityPtr;
typedef struct _virDomainEventGraphicsSubject virDomainEventGraphicsSubject, *virDomainEventGraphicsSubjectPtr;
typedef struct _virDomainFSInfo virDomainFSInfo, *virDomainFSInfoPtr;
typedef struct _virTypedParameter virSchedParameter, *virSchedParameterPtr;
typedef struct _virTypedParameter virBlkioParameter, *virBlkioParameterPtr;
typedef struct _virTypedParameter virMemoryParameter, *virMemoryParameterPtr;
typedef struct _virDomainInterfaceIPAddress virDomainIPAddress, *virDomainIPAddressPtr;
typedef struct _virDomainInterface virDomainInterface, *virDomainInterfacePtr;
typedef struct _virDomainSnapshot virDomainSnapshot, *virDomainSnapshotPtr;
typedef struct _virDomainCheckpoint virDomainCheckpoint, *virDomainCheckpointPtr;
typedef struct _virNetwork virNetwork, *virNetworkPtr;
typedef struct _virNetworkPort virNetworkPort, *virNetworkPortPtr;
typedef struct _virNetworkDHCPLease virNetworkDHCPLease, *virNetworkDHCPLeasePtr;
typedef struct _virNodeDevice virNodeDevice, *virNodeDevicePtr;
typedef struct _virSecret virSecret, *virSecretPtr;
typedef struct _virStoragePool virStoragePool, *virStoragePoolPtr;
typedef struct _virStoragePoolInfo virStoragePoolInfo, *virStoragePoolInfoPtr;
typedef struct _virStorageVol virStorageVol, *virStorageVolPtr;
typedef struct _virStorageVolInfo virStorageVolInfo, *virStorageVolInfoPtr;
typedef struct _virInterface virInterface, *virInterfacePtr;
typedef struct _virNWFilter virNWFilter, *virNWFilterPtr;
typedef struct _virNWFilterBinding virNWFilterBinding, *virNWFilterBindingPtr;
typedef void (*virFreeCallback)(void *opaque);
typedef void (*virErrorFunc)(void *userData, virErrorPtr error);
typedef int (*virConnectAuthCallbackPtr)(virConnectCredentialPtr cred, unsigned int ncred, void *cbdata);
typedef void (*virConnectCloseFunc)(virConnectPtr conn, int reason, void *opaque);
typedef int (*virConnectDomainEventCallback)(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque);
typedef void (*virConnectDomainEventGenericCallback)(virConnectPtr conn, virDomainPtr dom, void *opaque);
typedef void (*virConnectDomainEventRTCChangeCallback)(virConnectPtr conn, virDomainPtr dom, long long utcoffset, void *opaque);
typedef void (*virConnectDomainEventWatchdogCallback)(virConnectPtr conn, virDomainPtr dom, int action, void *opaque);
typedef void (*virConnectDomainEventIOErrorCallback)(virConnectPtr conn, virDomainPtr dom, const char *srcPath, const char *devAlias, int action, void *opaque);
typedef void (*virConnectDomainEventIOErrorReasonCallback)(virConnectPtr conn, virDomainPtr dom, const char *srcPath, const char *devAlias, int action, const char *reason, void *opaque);
typedef void (*virConnectDomainEventGraphicsCallback)(virConnectPtr conn, virDomainPtr dom, int phase, const virDomainEventGraphicsAddress *local, const virDomainEventGraphicsAddress *remote, const char *authScheme, const virDomainEventGraphicsSubject *subject, void *opaque);
typedef void (*virConnectDomainEventBlockJobCallback)(virConnectPtr conn, virDomainPtr dom, const char *disk, int type, int status, void *opaque);
typedef void (*virConnectDomainEventDiskChangeCallback)(virConnectPtr conn, virDomainPtr dom, const char *oldSrcPath, const char *newSrcPath, const char *devAlias, int reason, void *opaque);
typedef void (*virConnectDomainEventTrayChangeCallback)(virConnectPtr conn, virDomainPtr dom, const char *devAlias, int reason, void *opaque);
typedef void (*virConnectDomainEventPMWakeupCallback)(virConnectPtr conn, virDomainPtr dom, int reason, void *opaque);
typedef void (*virConnectDomainEventPMSuspendCallback)(virConnectPtr conn, virDomainPtr dom, int reason, void *opaque);
typedef void (*virConnectDomainEventBalloonChangeCallback)(virConnectPtr conn, virDomainPtr dom, unsigned long long actual, void *opaque);
typedef void (*virConnectDomainEventPMSuspendDiskCallback)(virConnectPtr conn, virDomainPtr dom, int reason, void *opaque);
typedef void (*virConnectDomainEventDeviceRemovedCallback)(virConnectPtr conn, virDomainPtr dom, const char *devAlias, void *opaque);
typedef void (*virConnectDomainEventDeviceAddedCallback)(virConnectPtr conn, virDomainPtr dom, const char *devAlias, void *opaque);
typedef void (*virConnectDomainEventDeviceRemovalFailedCallback)(virConnectPtr conn, virDomainPtr dom, const char *devAlias, void *opaque);
typedef void (*virConnectDomainEventVcpuRemovedCallback)(virConnectPtr conn, virDomainPtr dom, unsigned int vcpuid, void *opaque);
typedef void (*virConnectDomainEventMetadataChangeCallback)(virConnectPtr conn, virDomainPtr dom, int type, const char *nsuri, void *opaque);
typedef void (*virConnectDomainEventMigrationIterationCallback)(virConnectPtr conn, virDomainPtr dom, int iteration, void *opaque);
typedef void (*virConnectDomainEventJobCompletedCallback)(virConnectPtr conn, virDomainPtr dom, virTypedParameterPtr params, int nparams, void *opaque);
typedef void (*virConnectDomainEventTunableCallback)(virConnectPtr conn, virDomainPtr dom, virTypedParameterPtr params, int nparams, void *opaque);
typedef void (*virConnectDomainEventAgentLifecycleCallback)(virConnectPtr conn, virDomainPtr dom, int state, int reason, void *opaque);
typedef void (*virConnectDomainEventBlockThresholdCallback)(virConnectPtr conn, virDomainPtr dom, const char *dev, const char *path, unsigned long long threshold, unsigned long long excess, void *opaque);
typedef void (*virConnectDomainEventMemoryFailureCallback)(virConnectPtr conn, virDomainPtr dom, int recipient, int action, unsigned int flags, void *opaque);
typedef void (*virConnectDomainEventMemoryDeviceSizeChangeCallback)(virConnectPtr conn, virDomainPtr dom, const char *alias, unsigned long long size, void *opaque);
typedef void (*virConnectDomainEventNICMACChangeCallback)(virConnectPtr conn, virDomainPtr dom, const char *alias, const char *oldMAC, const char *newMAC, void *opaque);
typedef void (*virConnectDomainEventChannelLifecycleCallback)(virConnectPtr conn, virDomainPtr dom, const char *channelName, int state, int reason, void *opaque);
typedef void (*virConnectNetworkEventLifecycleCallback)(virConnectPtr conn, virNetworkPtr net, int event, int detail, void *opaque);
typedef void (*virConnectNetworkEventGenericCallback)(virConnectPtr conn, virNetworkPtr net, void *opaque);
typedef void (*virConnectNetworkEventMetadataChangeCallback)(virConnectPtr conn, virNetworkPtr net, int type, const char *nsuri, void *opaque);
typedef int (*virStreamSourceFunc)(virStreamPtr st, char *data, size_t nbytes, void *opaque);
typedef int (*virStreamSourceHoleFunc)(virStreamPtr st, int *inData, long long *length, void *opaque);
typedef int (*virStreamSourceSkipFunc)(virStreamPtr st, long long length, void *opaque);
typedef int (*virStreamSinkFunc)(virStreamPtr st, const char *data, size_t nbytes, void *opaque);
typedef int (*virStreamSinkHoleFunc)(virStreamPtr st, long long length, void *opaque);
typedef void (*virStreamEventCallback)(virStreamPtr stream, int events, void *opaque);
typedef void (*virEventHandleCallback)(int watch, int fd, int events, void *opaque);
typedef int (*virEventAddHandleFunc)(int fd, int event, virEventHandleCallback cb, void *opaque, virFreeCallback ff);
typedef void (*virEventUpdateHandleFunc)(int watch, int event);
typedef int (*virEventRemoveHandleFunc)(int watch);
typedef void (*virEventTimeoutCallback)(int timer, void *opaque);
typedef int (*virEventAddTimeoutFunc)(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff);
typedef void (*virEventUpdateTimeoutFunc)(int timer, int timeout);
typedef int (*virEventRemoveTimeoutFunc)(int timer);
typedef void (*virConnectNodeDeviceEventGenericCallback)(virConnectPtr conn, virNodeDevicePtr dev, void *opaque);
typedef void (*virConnectNodeDeviceEventLifecycleCallback)(virConnectPtr conn, virNodeDevicePtr dev, int event, int detail, void *opaque);
typedef void (*virConnectSecretEventGenericCallback)(virConnectPtr conn, virSecretPtr secret, void *opaque);
typedef void (*virConnectSecretEventLifecycleCallback)(virConnectPtr conn, virSecretPtr secret, int event, int detail, void *opaque);
typedef void (*virConnectStoragePoolEventGenericCallback)(virConnectPtr conn, virStoragePoolPtr pool, void *opaque);
typedef void (*virConnectStoragePoolEventLifecycleCallback)(virConnectPtr conn, virStoragePoolPtr pool, int event, int detail, void *opaque);
struct _virTypedParameter { char field[VIR_TYPED_PARAM_FIELD_LENGTH]; int type; union { int i; unsigned int ui; long long l; unsigned long long ul; double d; char b; char *s; } value; };
struct _virError { int code; int domain; char *message; virErrorLevel level; virConnectPtr conn; virDomainPtr dom; char *str1; char *str2; char *str3; int int1; int int2; virNetworkPtr net; };
struct _virSecurityLabel { char label[VIR_SECURITY_LABEL_BUFLEN]; int enforcing; };
struct _virSecurityModel { char model[VIR_SECURITY_MODEL_BUFLEN]; char doi[VIR_SECURITY_DOI_BUFLEN]; };
struct _virNodeInfo { char model[32]; unsigned long memory; unsigned int cpus; unsigned int mhz; unsigned int nodes; unsigned int sockets; unsigned int cores; unsigned int threads; };
struct _virNodeCPUStats { char field[VIR_NODE_CPU_STATS_FIELD_LENGTH]; unsigned long long value; };
struct _virNodeMemoryStats { char field[VIR_NODE_MEMORY_STATS_FIELD_LENGTH]; unsigned long long value; };
struct _virConnectCredential { int type; const char *prompt; const char *challenge; const char *defresult; char *result; unsigned int resultlen; };
struct _virConnectAuth { int *credtype; unsigned int ncredtype; virConnectAuthCallbackPtr cb; void *cbdata; };
struct _virDomainControlInfo { unsigned int state; unsigned int details; unsigned long long stateTime; };
struct _virDomainInfo { unsigned char state; unsigned long maxMem; unsigned long memory; unsigned short nrVirtCpu; unsigned long long cpuTime; };
struct _virDomainBlockStats { long long rd_req; long long rd_bytes; long long wr_req; long long wr_bytes; long long errs; };
struct _virDomainInterfaceStats { long long rx_bytes; long long rx_packets; long long rx_errs; long long rx_drop; long long tx_bytes; long long tx_packets; long long tx_errs; long long tx_drop; };
struct _virDomainMemoryStat { int tag; unsigned long long val; };
struct _virDomainBlockInfo { unsigned long long capacity; unsigned long long allocation; unsigned long long physical; };
struct _virVcpuInfo { unsigned int number; int state; unsigned long long cpuTime; int cpu; };
struct _virDomainIOThreadInfo { unsigned int iothread_id; unsigned char *cpumap; int cpumaplen; };
struct _virDomainStatsRecord { virDomainPtr dom; virTypedParameterPtr params; int nparams; };
struct _virDomainBlockJobInfo { int type; unsigned long bandwidth; virDomainBlockJobCursor cur; virDomainBlockJobCursor end; };
struct _virDomainDiskError { char *disk; int error; };
struct _virDomainJobInfo { int type; unsigned long long timeElapsed; unsigned long long timeRemaining; unsigned long long dataTotal; unsigned long long dataProcessed; unsigned long long dataRemaining; unsigned long long memTotal; unsigned long long memProcessed; unsigned long long memRemaining; unsigned long long fileTotal; unsigned long long fileProcessed; unsigned long long fileRemaining; };
struct _virDomainEventGraphicsAddress { int family; char *node; char *service; };
struct _virDomainEventGraphicsSubjectIdentity { char *type; char *name; };
struct _virDomainEventGraphicsSubject { int nidentity; virDomainEventGraphicsSubjectIdentityPtr identities; };
struct _virDomainFSInfo { char *mountpoint; char *name; char *fstype; size_t ndevAlias; char **devAlias; };
struct _virDomainInterfaceIPAddress { int type; char *addr; unsigned int prefix; };
struct _virDomainInterface { char *name; char *hwaddr; unsigned int naddrs; virDomainIPAddressPtr addrs; };
struct _virNetworkDHCPLease { char *iface; long long expirytime; int type; char *mac; char *iaid; char *ipaddr; unsigned int prefix; char *hostname; char *clientid; };
struct _virStoragePoolInfo { int state; unsigned long long capacity; unsigned long long allocation; unsigned long long available; };
struct _virStorageVolInfo { int type; unsigned long long capacity; unsigned long long allocation; };
extern virConnectAuthPtr virConnectAuthPtrDefault;

/* Bits of CPU maps, as macros. */
#define VIR_NODEINFO_MAXCPUS(nodeinfo) ((nodeinfo).nodes * (nodeinfo).sockets * (nodeinfo).cores * (nodeinfo).threads)
#define VIR_CPU_MAPLEN(cpu) (((cpu) + 7) / 8)
#define VIR_USE_CPU(cpumap, cpu) ((cpumap)[(cpu) / 8] |= (1 << ((cpu) % 8)))
#define VIR_UNUSE_CPU(cpumap, cpu) ((cpumap)[(cpu) / 8] &= ~(1 << ((cpu) % 8)))
#define VIR_CPU_USED(cpumap, cpu) ((cpumap)[(cpu) / 8] & (1 << ((cpu) % 8)))
#define VIR_GET_CPUMAP(cpumaps, maplen, vcpu) (&((cpumaps)[(vcpu) * (maplen)]))
#define VIR_CPU_USABLE(cpumaps, maplen, vcpu, cpu) VIR_CPU_USED(VIR_GET_CPUMAP(cpumaps, maplen, vcpu), cpu)
#define VIR_DOMAIN_EVENT_CALLBACK(cb) ((virConnectDomainEventGenericCallback)(cb))
#define VIR_NETWORK_EVENT_CALLBACK(cb) ((virConnectNetworkEventGenericCallback)(cb))
#define LIBVIR_CHECK_VERSION(major, minor, micro) ((major) * 1000000 + (minor) * 1000 + (micro) <= LIBVIR_VERSION_NUMBER)
#define NULL ((void *)0)
#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define true 1
#define false 0
#define INT_MAX 2147483647
#define UINT_MAX 4294967295U
#define PRIu64 "lu"
#define PRId64 "ld"
#define assert(expression) ((expression) ? (void)0 : abort())

/* C's own functions. */
void *malloc(size_t size);
void *calloc(size_t nmemb, size_t size);
void *realloc(void *ptr, size_t size);
void free(void *ptr);
void exit(int status);
void abort(void);
int atoi(const char *nptr);
long strtol(const char *nptr, char **endptr, int base);
unsigned long strtoul(const char *nptr, char **endptr, int base);
char *getenv(const char *name);
unsigned int sleep(unsigned int seconds);
int usleep(unsigned int usec);
int printf(const char *format, ...);
int fprintf(FILE *stream, const char *format, ...);
int sprintf(char *str, const char *format, ...);
int snprintf(char *str, size_t size, const char *format, ...);
int puts(const char *s);
int putchar(int c);
int fputs(const char *s, FILE *stream);
int fputc(int c, FILE *stream);
int fflush(FILE *stream);
void perror(const char *s);
size_t strlen(const char *s);
int strcmp(const char *s1, const char *s2);
int strncmp(const char *s1, const char *s2, size_t n);
int strcasecmp(const char *s1, const char *s2);
char *strcpy(char *dest, const char *src);
char *strncpy(char *dest, const char *src, size_t n);
char *strcat(char *dest, const char *src);
char *strncat(char *dest, const char *src, size_t n);
char *strdup(const char *s);
char *strndup(const char *s, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *haystack, const char *needle);
void *memset(void *s, int c, size_t n);
void *memcpy(void *dest, const void *src, size_t n);
void *memmove(void *dest, const void *src, size_t n);
int memcmp(const void *s1, const void *s2, size_t n);
int isdigit(int c);
int isalpha(int c);
int isspace(int c);
int toupper(int c);
int tolower(int c);
int abs(int j);

/* Those of libvirt that never leave the client's process. */
int virInitialize(void);
void virResetError(virErrorPtr err);
void virTypedParamsClear(virTypedParameterPtr params, int nparams);
void virTypedParamsFree(virTypedParameterPtr params, int nparams);
virTypedParameterPtr virTypedParamsGet(virTypedParameterPtr params, int nparams, const char *name);
int virTypedParamsGetInt(virTypedParameterPtr params, int nparams, const char *name, int *value);
int virTypedParamsGetUInt(virTypedParameterPtr params, int nparams, const char *name, unsigned int *value);
int virTypedParamsGetLLong(virTypedParameterPtr params, int nparams, const char *name, long long *value);
int virTypedParamsGetULLong(virTypedParameterPtr params, int nparams, const char *name, unsigned long long *value);
int virTypedParamsGetDouble(virTypedParameterPtr params, int nparams, const char *name, double *value);
int virTypedParamsGetBoolean(virTypedParameterPtr params, int nparams, const char *name, int *value);
int virTypedParamsGetString(virTypedParameterPtr params, int nparams, const char *name, const char **value);
void virDomainStatsRecordListFree(virDomainStatsRecordPtr *stats);
void virDomainFSInfoFree(virDomainFSInfoPtr info);
void virNetworkDHCPLeaseFree(virNetworkDHCPLeasePtr lease);
