/* The host: its processors, its memory, and how much of it each NUMA cell has left. */
#include <stdio.h>
#include <libvirt/libvirt.h>

#define CELLS_MAX 8

static int show_cells(virConnectPtr conn, int nodes)
{
    unsigned long long memory[CELLS_MAX];
    int i, n;

    n = virNodeGetCellsFreeMemory(conn, memory, 0, nodes < CELLS_MAX ? nodes : CELLS_MAX);
    if (n < 0)
        return -1;
    for (i = 0; i < n; i++)
        printf("cell %d: %llu MiB free\n", i, memory[i] / 1024 / 1024);
    return n;
}

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virNodeInfo info;

    if (conn == NULL)
        return 1;
    if (virNodeGetInfo(conn, &info) < 0) {
        virConnectClose(conn);
        return 1;
    }
    printf("model %s, %lu KiB of memory\n", info.model, info.memory);
    printf("%u CPUs of %u MHz\n", info.cpus, info.mhz);
    printf("%u nodes x %u sockets x %u cores x %u threads = %u\n", info.nodes, info.sockets, info.cores,
           info.threads, VIR_NODEINFO_MAXCPUS(info));
    printf("sizeof(virNodeInfo) is %zu\n", sizeof(info));
    if (show_cells(conn, (int)info.nodes) < 0)
        fprintf(stderr, "no cells\n");
    printf("at most %d vCPUs\n", virConnectGetMaxVcpus(conn, NULL));
    virConnectClose(conn);
    return 0;
}
