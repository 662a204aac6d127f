# 事件与事件循环的函数，以及事件的种类。

## 事件。
fn-virEventRegisterDefaultImpl = 让 libvirt 使用它自带的事件循环。须在打开想收事件的连接之前做。
    .returns = 0，或 -1。
fn-virEventRunDefaultImpl = 让事件循环转一圈：等待中的事件送达各自的回调。程序要反复调用它。
    .returns = 0，或 -1。真正的函数会一直等到有事发生。
fn-virConnectDomainEventRegisterAny = 请求得到域事件的通知。回调在事件循环转动时才运行。
    .returns = 回调的编号，注销时用；或 -1。
fn-virConnectDomainEventRegisterAny-param-dom = 只要这个域的；NULL 表示全部。
fn-virConnectDomainEventRegisterAny-param-eventID = 哪一种事件：每种各有自己的回调类型。
fn-virConnectDomainEventRegisterAny-param-cb = 你给函数起的名字。
fn-virConnectDomainEventRegisterAny-param-opaque = 你想交给回调的任何东西，或 NULL。
fn-virConnectDomainEventRegisterAny-param-freecb = 回调被移除时为 opaque 调用，或 NULL。
fn-virConnectDomainEventDeregisterAny = 撤回事件回调。在此之前，它使连接保持打开。
    .returns = 0，或 -1。
fn-virConnectDomainEventDeregisterAny-param-callbackID = virConnectDomainEventRegisterAny 返回的编号。
fn-virConnectDomainEventRegister = 请求得到所有域的生命周期事件。这是旧办法：不返回编号，也不能要别种事件。新的是 virConnectDomainEventRegisterAny。
    .returns = 0，或 -1。
fn-virConnectDomainEventRegister-param-cb = 你给函数起的名字。只能注册一次。
fn-virConnectDomainEventDeregister = 按函数撤回 virConnectDomainEventRegister 注册的回调。
    .returns = 0，或 -1。
fn-virConnectDomainEventDeregister-param-cb = 当初注册的函数。
fn-virConnectNetworkEventRegisterAny = 请求得到网络事件的通知。回调在事件循环转动时才运行。
    .returns = 回调的编号，注销时用；或 -1。编号与域的回调共用。
fn-virConnectNetworkEventRegisterAny-param-net = 只要这个网络的；NULL 表示全部。
fn-virConnectNetworkEventRegisterAny-param-eventID = 哪一种事件：每种各有自己的回调类型。
fn-virConnectNetworkEventDeregisterAny = 撤回网络事件的回调。在此之前，它使连接保持打开。
    .returns = 0，或 -1。
fn-virConnectNetworkEventDeregisterAny-param-callbackID = virConnectNetworkEventRegisterAny 返回的编号。

fn-virConnectStoragePoolEventRegisterAny = 请求得到存储池事件的通知。
    .returns = 回调的编号，注销时用；或 -1。
fn-virConnectStoragePoolEventRegisterAny-param-pool = 只要这个存储池的；NULL 表示全部。
fn-virConnectStoragePoolEventDeregisterAny = 撤回存储池事件的回调。
    .returns = 0，或 -1。
fn-virConnectNodeDeviceEventRegisterAny = 请求得到主机设备事件的通知。这个实验室还没有它们，所以什么也不会来。
    .returns = 回调的编号，注销时用；或 -1。
fn-virConnectNodeDeviceEventRegisterAny-param-dev = 只要这个设备的；NULL 表示全部。
fn-virConnectNodeDeviceEventDeregisterAny = 撤回主机设备事件的回调。
    .returns = 0，或 -1。
fn-virConnectSecretEventRegisterAny = 请求得到密钥事件的通知。测试驱动拒绝它。
    .returns = 回调的编号，注销时用；或 -1。
fn-virConnectSecretEventRegisterAny-param-secret = 只要这个密钥的；NULL 表示全部。
fn-virConnectSecretEventDeregisterAny = 撤回密钥事件的回调。
    .returns = 0，或 -1。

## 域以外的事件的种类。
flag-VIR_NETWORK_EVENT_ID_LIFECYCLE = 定义、取消定义、启动、停止
flag-VIR_NETWORK_EVENT_ID_METADATA_CHANGE = 标题、描述或元数据有改动
flag-VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE = 定义、启动、停止、删除
flag-VIR_STORAGE_POOL_EVENT_ID_REFRESH = 重新查看了其中的卷
flag-VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE = 设备出现、改变或消失
flag-VIR_NODE_DEVICE_EVENT_ID_UPDATE = 设备的信息有更新
flag-VIR_SECRET_EVENT_ID_LIFECYCLE = 定义、取消定义
flag-VIR_SECRET_EVENT_ID_VALUE_CHANGED = 设置了它的值

## 事件循环本身。
fn-virEventAddHandle = 监视文件描述符：有事可报的那一圈里运行回调。这里 0 一直安静，1 和 2 总能写入，别的都没有打开。
    .returns = 监视的编号；没有事件循环时为 -1。
fn-virEventAddHandle-param-fd = 文件描述符。
fn-virEventAddHandle-param-events = 监视什么。
fn-virEventAddHandle-param-ff = 移除监视后的下一圈为 opaque 调用，或 NULL。
fn-virEventUpdateHandle = 改为监视别的。
    .returns = 无。
fn-virEventUpdateHandle-param-watch = virEventAddHandle 返回的编号。
fn-virEventRemoveHandle = 不再监视。循环的下一圈释放数据，别的什么也不做。
    .returns = 0；没有这个监视时为 -1。
fn-virEventAddTimeout = 时间一到，就在事件循环的那一圈运行回调，周而复始。时钟由 virtlabClockAdvance 推进。
    .returns = 定时器的编号；没有事件循环时为 -1。libvirt 自己的定时器也一同编号。
fn-virEventAddTimeout-param-timeout = 间隔的毫秒数；0 表示每一圈，-1 表示从不。
fn-virEventAddTimeout-param-ff = 移除定时器之后、循环无事可做时为 opaque 调用，或 NULL。
fn-virEventUpdateTimeout = 给定时器另一个时间，从头计起。
    .returns = 无。
fn-virEventUpdateTimeout-param-timer = virEventAddTimeout 返回的编号。
fn-virEventRemoveTimeout = 取走定时器。循环在无事可做的那一圈释放数据。
    .returns = 0；没有这个定时器时为 -1。
flag-VIR_EVENT_HANDLE_READABLE = 可以读
flag-VIR_EVENT_HANDLE_WRITABLE = 可以写
flag-VIR_EVENT_HANDLE_ERROR = 出了问题
flag-VIR_EVENT_HANDLE_HANGUP = 另一端已离开
