# 用文字表述的域生命周期规则。键名由核心的表生成：状态、原因、事件、动词、规则行。

## 状态及其含义。
state-nostate = 无状态
    .about = libvirt 说不出这个域在做什么。驱动很少用到它；测试驱动自己从不用它。
state-running = 运行中
    .about = 它有 ID，有内存，虚拟 CPU 在运行。
state-blocked = 阻塞
    .about = 它是活动的，正在等待某样东西，例如磁盘。很少有驱动把它和“运行中”区分开；测试驱动从不区分。
state-paused = 已暂停
    .about = 它的虚拟 CPU 停住不动，内存仍留在主机的 RAM 里，没有任何东西写到磁盘。
state-shutdown = 正在关机
    .about = 它的客户机正在关机，域仍是活动的。测试驱动没有这一刻：它立即变成“已关闭”。
state-shutoff = 已关闭
    .about = 它不是活动的：没有 ID，不占内存。持久域停在这里；临时域则已不存在。
state-crashed = 已崩溃
    .about = 它的客户机出了故障。在有人强制终止它之前，它仍是活动的，仍有 ID。
state-pmsuspended = 电源管理挂起
    .about = 客户机自己睡眠了，就像笔记本电脑合上盖子。这与从外部暂停它的 virDomainSuspend 不是一回事。
state-undefined = 未定义
    .about = 主机不认识这样的域：从未定义或创建过，或者已经不存在了。

## 原因。
reason-VIR_DOMAIN_NOSTATE_UNKNOWN = 原因不明
reason-VIR_DOMAIN_RUNNING_UNKNOWN = 原因不明
reason-VIR_DOMAIN_RUNNING_BOOTED = 已引导启动
reason-VIR_DOMAIN_RUNNING_MIGRATED = 从另一台主机迁移而来
reason-VIR_DOMAIN_RUNNING_RESTORED = 从保存的映像恢复
reason-VIR_DOMAIN_RUNNING_FROM_SNAPSHOT = 回到了快照
reason-VIR_DOMAIN_RUNNING_UNPAUSED = 已恢复运行
reason-VIR_DOMAIN_RUNNING_MIGRATION_CANCELED = 继续运行：迁移被取消
reason-VIR_DOMAIN_RUNNING_SAVE_CANCELED = 继续运行：保存被取消
reason-VIR_DOMAIN_RUNNING_WAKEUP = 已被唤醒
reason-VIR_DOMAIN_RUNNING_CRASHED = 崩溃后重新启动
reason-VIR_DOMAIN_RUNNING_POSTCOPY = 已在运行，内存还在传输途中
reason-VIR_DOMAIN_RUNNING_POSTCOPY_FAILED = 已在运行，其余内存没有传到
reason-VIR_DOMAIN_BLOCKED_UNKNOWN = 原因不明
reason-VIR_DOMAIN_PAUSED_UNKNOWN = 原因不明
reason-VIR_DOMAIN_PAUSED_USER = 有人要求
reason-VIR_DOMAIN_PAUSED_MIGRATION = 为了迁移
reason-VIR_DOMAIN_PAUSED_SAVE = 正在保存
reason-VIR_DOMAIN_PAUSED_DUMP = 正在转储内存
reason-VIR_DOMAIN_PAUSED_IOERROR = 磁盘出错
reason-VIR_DOMAIN_PAUSED_WATCHDOG = 看门狗触发
reason-VIR_DOMAIN_PAUSED_FROM_SNAPSHOT = 与快照时一样
reason-VIR_DOMAIN_PAUSED_SHUTTING_DOWN = 正在关机
reason-VIR_DOMAIN_PAUSED_SNAPSHOT = 正在做快照
reason-VIR_DOMAIN_PAUSED_CRASHED = 客户机崩溃
reason-VIR_DOMAIN_PAUSED_STARTING_UP = 正在启动
reason-VIR_DOMAIN_PAUSED_POSTCOPY = 迁移的最后阶段
reason-VIR_DOMAIN_PAUSED_POSTCOPY_FAILED = 迁移的最后阶段失败
reason-VIR_DOMAIN_PAUSED_API_ERROR = 某个调用中途失败
reason-VIR_DOMAIN_SHUTDOWN_UNKNOWN = 原因不明
reason-VIR_DOMAIN_SHUTDOWN_USER = 有人要求
reason-VIR_DOMAIN_SHUTOFF_UNKNOWN = 从未运行过，或原因不明
reason-VIR_DOMAIN_SHUTOFF_SHUTDOWN = 已关机
reason-VIR_DOMAIN_SHUTOFF_DESTROYED = 被强制终止
reason-VIR_DOMAIN_SHUTOFF_CRASHED = 崩溃
reason-VIR_DOMAIN_SHUTOFF_MIGRATED = 已迁移到另一台主机
reason-VIR_DOMAIN_SHUTOFF_SAVED = 已保存
reason-VIR_DOMAIN_SHUTOFF_FAILED = 启动失败
reason-VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT = 与快照时一样
reason-VIR_DOMAIN_SHUTOFF_DAEMON = 守护进程恢复后的修正
reason-VIR_DOMAIN_CRASHED_UNKNOWN = 原因不明
reason-VIR_DOMAIN_CRASHED_PANICKED = 客户机发生 panic
reason-VIR_DOMAIN_PMSUSPENDED_UNKNOWN = 原因不明

## 事件。
event-VIR_DOMAIN_EVENT_DEFINED_ADDED = 已定义（新增）
event-VIR_DOMAIN_EVENT_DEFINED_UPDATED = 已定义（有改动）
event-VIR_DOMAIN_EVENT_DEFINED_RENAMED = 已定义（用新名字）
event-VIR_DOMAIN_EVENT_UNDEFINED_REMOVED = 已取消定义（删除）
event-VIR_DOMAIN_EVENT_UNDEFINED_RENAMED = 已取消定义（旧名字）
event-VIR_DOMAIN_EVENT_STARTED_BOOTED = 已启动（引导）
event-VIR_DOMAIN_EVENT_STARTED_RESTORED = 已启动（还原）
event-VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT = 已启动（从快照）
event-VIR_DOMAIN_EVENT_SUSPENDED_PAUSED = 已挂起（暂停）
event-VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT = 已挂起（如快照所记）
event-VIR_DOMAIN_EVENT_RESUMED_UNPAUSED = 已恢复（继续运行）
event-VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN = 已停止（关机）
event-VIR_DOMAIN_EVENT_STOPPED_DESTROYED = 已停止（强制终止）
event-VIR_DOMAIN_EVENT_STOPPED_CRASHED = 已停止（崩溃）
event-VIR_DOMAIN_EVENT_STOPPED_SAVED = 已停止（保存）
event-VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT = 已停止（为了快照）
event-VIR_DOMAIN_EVENT_ID_DEVICE_ADDED = 插入了设备
event-VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED = 拔出了设备
event-VIR_DOMAIN_EVENT_ID_METADATA_CHANGE = 描述已更改
event-VIR_NETWORK_EVENT_DEFINED = 已定义
event-VIR_NETWORK_EVENT_UNDEFINED = 已取消定义
event-VIR_NETWORK_EVENT_STARTED = 已启动
event-VIR_NETWORK_EVENT_STOPPED = 已停止
event-VIR_NETWORK_EVENT_ID_METADATA_CHANGE = 描述已更改
event-VIR_STORAGE_POOL_EVENT_DEFINED = 已定义
event-VIR_STORAGE_POOL_EVENT_UNDEFINED = 已取消定义
event-VIR_STORAGE_POOL_EVENT_STARTED = 已启动
event-VIR_STORAGE_POOL_EVENT_STOPPED = 已停止
event-VIR_STORAGE_POOL_EVENT_CREATED = 存储已准备好
event-VIR_STORAGE_POOL_EVENT_DELETED = 存储已放弃
event-VIR_STORAGE_POOL_EVENT_ID_REFRESH = 已重新查看其中的卷

## 调用的说法，用于图和矩阵。
verb-virDomainCreateXML = 由 XML 创建
verb-virDomainDefineXML = 定义
verb-virDomainCreate = 创建
verb-virDomainSuspend = 挂起
verb-virDomainResume = 恢复
verb-virDomainShutdown = 关机
verb-virDomainReboot = 重启
verb-virDomainReset = 重置
verb-virDomainDestroy = 强制终止
verb-virDomainUndefine = 取消定义
verb-virDomainSave = 保存
verb-virDomainRestore = 还原
verb-virDomainManagedSave = 托管保存
verb-virDomainManagedSaveRemove = 删除托管保存
verb-virDomainCoreDump = 核心转储
verb-virDomainRename = 改名
verb-virDomainSetAutostart = 设置自动启动
verb-virDomainSnapshotCreateXML = 创建快照
verb-virDomainRevertToSnapshot = 回到快照
verb-virDomainCheckpointCreateXML = 创建检查点

## 规则行看什么：“当……”。
when-always = 其他任何情况
when-active = 域是活动的
when-inactive = 域不是活动的
when-in = 域的状态是{ $states }
when-not-in = 域的状态不是{ $states }
when-persistent = 它是持久的
when-transient = 它是临时的
when-managed-save = 它有托管保存映像
when-snapshots = 它有快照
when-checkpoints = 它有检查点
when-snapshot-in = 快照的状态是{ $states }
when-snapshot-not-in = 快照的状态不是{ $states }
snapshot-of-disks = 只有磁盘
when-flag = 调用带有 { $flags }
when-no-flag = 调用不带 { $flags }
when-poweroff-restarts = 它的 on_poweroff 是 restart
when-reboot-restarts = 它的 on_reboot 是 restart

## 规则拒绝时所要求的：“需要……”。
need-inactive = 域不是活动的
need-active = 域是活动的
need-not-in = 域的状态不是{ $states }
need-in = 域的状态是{ $states }
need-transient = 它是临时的
need-persistent = 它是持久的
need-no-managed-save = 它没有托管保存映像
need-no-snapshots = 它没有快照
need-no-checkpoints = 它没有检查点
need-snapshot-not-in = 快照的状态不是{ $states }
need-snapshot-in = 快照的状态是{ $states }
need-no-flag = 调用不带 { $flags }
need-flag = 调用带有 { $flags }
need-poweroff-other = 它的 on_poweroff 不是 restart
need-reboot-other = 它的 on_reboot 不是 restart

## 规则行做什么。
effect-stay = 什么都不变。
effect-go = 此后它的状态是{ $state }（{ $reason }），ID 不变。
effect-start = 它成为活动的，得到新的 ID：{ $state }（{ $reason }）。托管保存映像被丢弃。
effect-stop = 它不再是活动的（{ $reason }）。持久域保留下来，状态是已关闭；临时域则不复存在。
effect-stop-saved = 它不再是活动的（{ $reason }），并有了托管保存映像。
effect-define = 它得到这份配置并成为持久的。如果它正在运行，配置从下次启动起生效。
effect-make-transient = 它继续运行，但成为临时的：一旦停止就不复存在。托管保存映像被丢弃。
effect-remove = 它不复存在：主机忘记了它。
effect-rename = 它得到另一个名字。
effect-drop-managed-save = 如果有托管保存映像，就将其删除。
effect-autostart = 设置或清除它的自动启动标志。
effect-halt = 它不再是活动的（{ $reason }）。
effect-load = 它得到快照所保存的配置。

## 规则的句子。
rule-refuses = 以 { $code } 拒绝：{ $message }
rule-event = 事件：{ $event }。
rule-needed = 需要：{ $conditions }。
rule-found = 实际：{ $place }
rule-will-do = 将会成功。{ $effect }
rule-will-fail = 将会失败：{ $message }
join-and = { $left }并且{ $right }
join-or = { $left }或{ $right }
join-comma = { $left }、{ $right }

## 域在哪里。
place-text = { $name }：{ $state }（{ $reason }）。
place-gone = { $name } 已不存在：主机不再认识这个域。
place-none = 主机上还没有域。
place-short = { $state }（{ $reason }）

## 关于域的词语，各附解释。
persistent = 持久
    .about = 它的配置由主机保存，每次运行结束后仍在，可以再次创建。
transient = 临时
    .about = 它只在活动期间存在。一停止，什么都不留下。
autostart = 自动启动
    .about = libvirt 启动时主机会创建它。在那之前，这个标志什么也不做。
managed-save = 托管保存
    .about = 它的内存保存到了由 libvirt 保管的文件里。其他驱动在下次创建时从中继续；测试驱动则重新引导并丢弃映像。映像存在时，取消定义会被拒绝。
active = 活动
    .about = 它有 ID，并占用主机内存：运行中、已暂停、已崩溃等。
inactive = 非活动
    .about = 它是一份等待创建的配置，没有 ID。
domain-id = ID
    .about = 活动的域在一次运行期间拥有的数字；下一次运行会得到另一个。非活动的域没有 ID。
domain-name = 名字
    .about = 在一台主机的所有域中唯一，无论是否活动。域不活动时可以改名。
domain-uuid = UUID
    .about = 16 个字节，用来在所有主机上区分一个域与其他一切域。它从不改变。
next-configuration = 下次的配置
    .about = 运行中的域被重新定义后仍沿用旧配置；新的这份从下次启动起生效。

## 结果里的数代表什么。
meaning-no-id = (unsigned int)-1：它没有 ID，因为它不是活动的。
