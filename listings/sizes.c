/* How large libvirt's structs are, and where their last members lie. */
#include <stdio.h>
#include <stddef.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#define SHOW(type, member) \
    do { \
        type it; \
        printf("%zu %ld\n", sizeof(it), (long)((char *)&it.member - (char *)&it)); \
    } while (0)

int main(void)
{
    SHOW(virTypedParameter, value);
    SHOW(virError, int2);
    SHOW(virSecurityLabel, enforcing);
    SHOW(virSecurityModel, doi);
    SHOW(virNodeInfo, threads);
    SHOW(virNodeCPUStats, value);
    SHOW(virNodeMemoryStats, value);
    SHOW(virConnectCredential, resultlen);
    SHOW(virConnectAuth, cbdata);
    SHOW(virDomainControlInfo, stateTime);
    SHOW(virDomainInfo, cpuTime);
    SHOW(virDomainBlockStatsStruct, errs);
    SHOW(virDomainInterfaceStatsStruct, tx_drop);
    SHOW(virDomainMemoryStatStruct, val);
    SHOW(virDomainBlockInfo, physical);
    SHOW(virVcpuInfo, cpu);
    SHOW(virDomainIOThreadInfo, cpumaplen);
    SHOW(virDomainStatsRecord, nparams);
    SHOW(virDomainBlockJobInfo, end);
    SHOW(virDomainDiskError, error);
    SHOW(virDomainJobInfo, fileRemaining);
    SHOW(virDomainEventGraphicsAddress, service);
    SHOW(virDomainEventGraphicsSubjectIdentity, name);
    SHOW(virDomainEventGraphicsSubject, identities);
    SHOW(virDomainFSInfo, devAlias);
    SHOW(virDomainIPAddress, prefix);
    SHOW(virDomainInterface, addrs);
    SHOW(virNetworkDHCPLease, clientid);
    SHOW(virStoragePoolInfo, available);
    SHOW(virStorageVolInfo, allocation);
    return 0;
}
