# 插拔设备的函数，以及询问客户机自身的函数。

## 设备。
fn-virDomainAttachDevice = 把设备插入运行中的域。test 驱动接受磁盘（virtio、USB）、网络接口（bridge、ethernet）和主机的 PCI 设备。
    .returns = 0，失败时为 -1。
fn-virDomainAttachDevice-param-xml = 一个设备的元素，与它在域 XML 中的写法相同。
fn-virDomainAttachDeviceFlags = 把设备插入域。test 驱动只对运行中的域这样做。
    .returns = 0，失败时为 -1。
fn-virDomainAttachDeviceFlags-param-xml = 一个设备的元素，与它在域 XML 中的写法相同。
fn-virDomainDetachDeviceAlias = 拔出具有某个别名的设备：别名由您选定（ua-…），或在插入时得到。
    .returns = 0，失败时为 -1。
fn-virDomainUpdateDeviceFlags = 用一个设备替换已有的设备：多用于给驱动器换介质。test 驱动只替换磁盘，按其 target 查找。
    .returns = 0，失败时为 -1。
fn-virDomainUpdateDeviceFlags-param-xml = 设备应有的完整元素；没有写出的就不再有。

## 客户机。
fn-virDomainFSFreeze = 让客户机把一切写入文件系统并保持不动，使其磁盘的快照前后一致。
    .returns = 本次调用冻结的文件系统数，失败时为 -1。
fn-virDomainFSFreeze-param-mountpoints = 哪些文件系统；NULL 和 0 表示全部。
fn-virDomainFSThaw = 让客户机可以重新写入文件系统。
    .returns = 本次调用解冻的文件系统数，失败时为 -1。
fn-virDomainFSThaw-param-mountpoints = 哪些文件系统；NULL 和 0 表示全部。
fn-virDomainFSTrim = 让客户机告诉磁盘哪些块已不用。
    .returns = 0，失败时为 -1。
fn-virDomainFSTrim-param-mountPoint = 哪个文件系统；NULL 表示全部。
fn-virDomainGetFSInfo = 列出客户机的文件系统。test 驱动虚构两个，在第一个磁盘上。
    .returns = 文件系统数，失败时为 -1。
fn-virDomainGetHostname = 给出客户机自称的主机名。
    .returns = 由您释放的字符串，或 NULL。
fn-virDomainGetTime = 给出客户机的时钟。test 驱动的时钟在设置之前不走，而且域必须正在运行，不能已暂停。
    .returns = 0，失败时为 -1。
fn-virDomainSetTime = 设置客户机的时钟，例如在长时间暂停之后。
    .returns = 0，失败时为 -1。
flag-VIR_DOMAIN_DEVICE_MODIFY_CURRENT = 视其状态而定：运行的或下次的
flag-VIR_DOMAIN_DEVICE_MODIFY_LIVE = 运行中的域
flag-VIR_DOMAIN_DEVICE_MODIFY_CONFIG = 下次启动
flag-VIR_DOMAIN_DEVICE_MODIFY_FORCE = 即使客户机还占用着
flag-VIR_DOMAIN_TIME_SYNC = 取自客户机的硬件时钟，而非这些数字
