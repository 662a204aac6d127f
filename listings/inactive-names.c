/* Names of inactive domains, the old way: how many, then as many names, each of which is freed. */
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom;
    char **names;
    int i, n;

    if (!conn)
        return 1;
    dom = virDomainLookupByName(conn, "test");
    if (!dom || virDomainDestroy(dom) < 0)
        return 1;

    n = virConnectNumOfDefinedDomains(conn);
    if (n < 0)
        return 1;
    names = calloc(n, sizeof(char *));
    if (!names)
        return 1;
    n = virConnectListDefinedDomains(conn, names, n);
    for (i = 0; i < n; i++) {
        printf("%d: %s\n", i, names[i]);
        free(names[i]);
    }
    free(names);
    virDomainFree(dom);
    virConnectClose(conn);
    return 0;
}
