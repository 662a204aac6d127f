/* Opens a connection, asks what is at its other end, and closes it. */
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>

int main(void)
{
    virConnectPtr conn;
    unsigned long version;
    char *uri;

    conn = virConnectOpen("test:///default");
    if (conn == NULL) {
        fprintf(stderr, "No connection\n");
        return 1;
    }

    uri = virConnectGetURI(conn);
    if (uri != NULL) {
        printf("URI: %s\n", uri);
        free(uri);
    }
    printf("Driver: %s\n", virConnectGetType(conn));
    if (virConnectGetLibVersion(conn, &version) == 0)
        printf("libvirt %lu.%lu.%lu\n", version / 1000000, version / 1000 % 1000, version % 1000);
    printf("encrypted: %d, secure: %d, alive: %d\n", virConnectIsEncrypted(conn), virConnectIsSecure(conn),
           virConnectIsAlive(conn));

    printf("references left: %d\n", virConnectClose(conn));
    return 0;
}
