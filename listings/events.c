/* Life-cycle events go to a callback, from the event loop. */
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>

static const char *names[] = { "defined", "undefined", "started", "suspended", "resumed", "stopped" };

struct counter {
    int events;
    const char *last;
};

static int lifecycle(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    struct counter *counter = opaque;
    char uuid[VIR_UUID_STRING_BUFLEN];

    (void)conn;
    counter->events++;
    counter->last = event < 6 ? names[event] : "?";
    if (virDomainGetUUIDString(dom, uuid) == 0)
        printf("%s %s: %s, detail %d\n", virDomainGetName(dom), uuid, counter->last, detail);
    return 0;
}

int main(void)
{
    struct counter counter = { 0, "nothing" };
    virConnectPtr conn;
    virDomainPtr dom;
    int id;

    if (virEventRegisterDefaultImpl() < 0)
        return 1;
    conn = virConnectOpen("test:///default");
    if (!conn)
        return 1;
    id = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                          VIR_DOMAIN_EVENT_CALLBACK(lifecycle), &counter, NULL);
    dom = virDomainLookupByName(conn, "test");
    if (id < 0 || !dom)
        return 1;

    if (virDomainSuspend(dom) == 0)
        virEventRunDefaultImpl();
    if (virDomainResume(dom) == 0)
        virEventRunDefaultImpl();
    if (virDomainDestroy(dom) == 0)
        virEventRunDefaultImpl();
    printf("%d events, the last: %s\n", counter.events, counter.last);

    virConnectDomainEventDeregisterAny(conn, id);
    virDomainFree(dom);
    virConnectClose(conn);
    return 0;
}
