/* A domain's whole life. */
#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static const char *const xml =
    "<domain type='test'>\n"
    "  <name>demo</name>\n"
    "  <uuid>8f99e332-06c4-463a-9099-330fb244e1b3</uuid>\n"
    "  <memory>131072</memory>\n"
    "  <vcpu>2</vcpu>\n"
    "  <os><type>hvm</type></os>\n"
    "</domain>\n";

static int step(virDomainPtr dom, const char *what, int result)
{
    int state = -1, reason = -1;

    virDomainGetState(dom, &state, &reason, 0);
    printf("%-10s gives %2d: state %d, reason %d, ID %d\n", what, result, state, reason, (int)virDomainGetID(dom));
    return result;
}

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom;

    if (!conn)
        return 1;
    dom = virDomainDefineXML(conn, xml);
    if (!dom) {
        fprintf(stderr, "not defined: %s\n", virGetLastErrorMessage());
        virConnectClose(conn);
        return 1;
    }
    step(dom, "define", 0);
    step(dom, "create", virDomainCreate(dom));
    step(dom, "suspend", virDomainSuspend(dom));
    step(dom, "resume", virDomainResume(dom));
    step(dom, "reboot", virDomainReboot(dom, 0));
    step(dom, "shutdown", virDomainShutdown(dom));
    if (virDomainSuspend(dom) < 0)
        printf("no: %s\n", virGetLastErrorMessage());
    step(dom, "again", virDomainCreateWithFlags(dom, VIR_DOMAIN_NONE));
    step(dom, "destroy", virDomainDestroy(dom));
    if (virDomainUndefine(dom) == 0)
        printf("undefined; now there are %d\n", virConnectNumOfDefinedDomains(conn));
    virDomainFree(dom);
    virConnectClose(conn);
    return 0;
}
