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
world-choose-domain = 在上面选择一个域，看看能对它做什么。也可以新建一个：
world-not-now = 现在不行
world-goes-to = 转到：{ $place }
world-gone = 不复存在
world-stays-so = 不变
world-becomes = 变为{ $kind }
world-no-domain = 请先选择一个域。
world-from-elsewhere = 只适用于处于“{ $place }”的域。
