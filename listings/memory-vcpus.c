/* Memory and vCPUs: now, at the next boot, and at most. */
#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static void show(virDomainPtr dom)
{
    virDomainInfo info;

    if (virDomainGetInfo(dom, &info) < 0)
        return;
    printf("memory %lu of %lu KiB, vCPUs %hu now, %d at the next boot, %d at most\n", info.memory, info.maxMem,
           info.nrVirtCpu, virDomainGetVcpusFlags(dom, VIR_DOMAIN_AFFECT_CONFIG), virDomainGetMaxVcpus(dom));
}

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom;

    if (!conn)
        return 1;
    dom = virDomainLookupByName(conn, "test");
    if (!dom)
        return 1;
    show(dom);
    if (virDomainSetMemory(dom, 1024 * 1024) == 0)
        show(dom);
    if (virDomainSetVcpusFlags(dom, 4, VIR_DOMAIN_AFFECT_CONFIG | VIR_DOMAIN_VCPU_MAXIMUM) == 0
        && virDomainSetVcpusFlags(dom, 3, VIR_DOMAIN_AFFECT_CONFIG) == 0)
        show(dom);
    if (virDomainSetMemory(dom, 64UL * 1024 * 1024) < 0)
        printf("too much: %s\n", virGetLastErrorMessage());
    virDomainFree(dom);
    virConnectClose(conn);
    return 0;
}
