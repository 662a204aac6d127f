# 世界面板：主机、域、一个域的生命周期、机器。
world-hosts = 主机
world-open-count = { $count } 个打开的连接
world-connections = 打开的连接
world-read-only = 只读
world-no-connection = 你还没有到 { $host } 的连接。程序用这个调用来取得连接：
world-draft-open = 准备这个调用
world-shared-rules = 目前这台 { $driver } 主机沿用 libvirt 测试驱动的规则；机器、客户机类型和能力则是它自己的。
world-needs-connection = 请先打开到这台主机的连接。

world-domains = 域
world-domain-count = 共 { $count } 个域，{ $active } 个活动
world-filter = 筛选
world-filter-label = 按名称、状态、ID 或 UUID 筛选域
world-filter-nothing = 没有域包含“{ $filter }”。
world-id = ID { $id }
world-no-domains = 这里还没有域。先用一段 XML 定义一个域，再创建（create）它：libvirt 把启动叫作“创建”。
world-draft-define = 用 XML 定义一个域

world-life = 生命周期
world-life-of = { $name } 的生命周期
world-saved = 已保存
world-stays = 保持活动
world-now = { $name } 现在的状态：{ $place }，{ $more }。可以调用：
world-now-closed = { $name } 现在的状态：{ $place }，{ $more }。要对它做什么，请先打开到这台主机的连接。
world-choose-domain = 在上面选择一个域，看看能对它做什么。也可以新建一个：
world-not-now = 现在不行
world-goes-to = 转到：{ $place }
world-arrow = { $call }：{ $what }
world-arrows = 点按箭头即可沿它前进；现在走不通的箭头会在这里说明原因。
world-gone = 不复存在
world-stays-so = 这些调用不改变它的状态：
world-no-domain = 请先选择一个域。
world-from-elsewhere = 只适用于处于“{ $place }”的域。

world-machine = 机器
world-as-picture = 图
world-as-text = 文字
world-edit-host = 编辑
world-machine-picture = 机器：NUMA 节点、插槽、核心和线程，以及在其上运行的虚拟 CPU
world-machine-about = { $hostname }：{ $arch }，{ $mhz } MHz，{ $nodes } 个 NUMA 节点共 { $memory }，{ $cpus } 个 CPU，{ $vcpus ->
    [0] 没有虚拟 CPU 在运行
   *[other] { $vcpus } 个虚拟 CPU 在运行
}
world-node = 节点 { $number }
world-socket = 插槽 { $number }
world-die = 晶片 { $number }
world-core = 核心 { $number }
world-cpu = CPU { $number }
world-cpus = CPU { $numbers }
world-cpu-off = { $cpu }：已关闭
world-cpu-idle = { $cpu }：空闲
world-cpu-runs = { $cpu }：运行 { $vcpus }
world-cpu-runs-more = { $cpu }：运行 { $vcpus }，另有 { $more } 个虚拟 CPU
world-vcpu = { $name } 的 vCPU { $number }
world-cores-idle = 核心 { $numbers }：空闲
world-no-cpus = 没有 CPU
world-node-memory = { $all }：客户机占用 { $used }，主机保留 { $reserved }
world-pages = { $count } 个 { $size } 页
world-distances = 距离
world-legend-host = 主机保留
world-legend-guests = 客户机占用
world-legend-busy = 运行着虚拟 CPU
world-legend-chosen = 属于所选的域

world-edit-title = { $host } 的机器
world-edit-undo = 应用时发出一个调用 virtlabHostSet。它和别的步骤一样：后退一步即可撤销。
world-edit-cancel = 取消
world-edit-apply = 应用
world-edit-faults = 有 { $count } 处需要先改正。
world-hostname = 主机名
world-numbering = 线程编号方式
world-numbering-together = 相邻
world-numbering-apart = 分开，先排各核心的第一个线程
world-memory-mib = 内存（MiB）
world-sockets = 插槽数
world-dies = 每插槽晶片
world-cores = 每晶片核心
world-threads = 每核心线程
world-add-node = 添加节点
world-remove-node = 移除{ $node }
world-tell-distances = 主机告知各节点之间的距离
world-distance = 节点 { $one } 到 { $other }
world-not-a-number = 这里需要一个整数。
