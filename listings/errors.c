/* How a failure is seen, read, kept, and lost. */
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static void quiet(void *data, virErrorPtr err)
{
    int *count = data;

    (*count)++;
    printf("[%d] code %d, domain %d: %s\n", *count, err->code, err->domain, err->message);
}

int main(void)
{
    virConnectPtr conn;
    virErrorPtr saved;
    int count = 0;

    virSetErrorFunc(&count, quiet);
    conn = virConnectOpen("test:///default");
    if (!conn)
        return 1;

    if (virDomainLookupByName(conn, "nobody") == NULL) {
        saved = virSaveLastError();
        printf("read at once: %s\n", virGetLastErrorMessage());
        if (virDomainLookupByID(conn, 1234) == NULL)
            printf("now it is: %s\n", virGetLastErrorMessage());
        if (saved) {
            printf("but kept: %s (code %d)\n", saved->message, saved->code);
            virFreeError(saved);
        }
    }
    virResetLastError();
    printf("after reset: %s\n", virGetLastErrorMessage());
    printf("the handler ran %d times\n", count);
    virConnectClose(conn);
    return 0;
}
