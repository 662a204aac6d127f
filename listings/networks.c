/* A network is defined, made, asked and taken away. */
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virNetworkPtr net;
    char *bridge;
    int autostart = 0;

    if (!conn)
        return 1;
    net = virNetworkDefineXML(conn, "<network><name>lab</name><bridge name='virbr7'/>"
                                    "<ip address='192.168.77.1' netmask='255.255.255.0'/></network>");
    if (!net) {
        printf("%s\n", virGetLastErrorMessage());
        virConnectClose(conn);
        return 1;
    }
    printf("%s: active %d, persistent %d\n", virNetworkGetName(net), virNetworkIsActive(net), virNetworkIsPersistent(net));
    if (virNetworkCreate(net) == 0) {
        bridge = virNetworkGetBridgeName(net);
        printf("active %d, bridge %s, %d networks\n", virNetworkIsActive(net), bridge ? bridge : "none",
               virConnectNumOfNetworks(conn));
        free(bridge);
    }
    if (virNetworkSetAutostart(net, 1) == 0 && virNetworkGetAutostart(net, &autostart) == 0)
        printf("autostart %d\n", autostart);
    if (virNetworkDestroy(net) == 0 && virNetworkUndefine(net) == 0)
        puts("gone");
    virNetworkFree(net);
    virConnectClose(conn);
    return 0;
}
