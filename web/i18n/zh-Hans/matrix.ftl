# 状态与调用的矩阵。
matrix-text = 查找状态或调用
matrix-assume = 假设
matrix-found = { $places ->
    [0] 没有符合的内容。
   *[other] { $calls ->
        [0] 没有符合的内容。
       *[other] { $places } 种状态，{ $calls } 个调用。选择一格以查看其规则。
    }
}
matrix-table = 每个调用在每种状态下做什么
matrix-state = 状态
matrix-refused = 被拒绝
matrix-gone = 消失
matrix-stays = 不变
matrix-renamed = 已改名
matrix-redefined = 已重新定义
matrix-autostart = 已设标志
matrix-when = 规则：{ $conditions }。
matrix-needed = 需要：{ $conditions }。
matrix-try = 试一试
matrix-tried = 已备好一个域（{ $place }）；调用也已准备好。
matrix-unreachable = 无法尝试：测试驱动没有任何调用能使域变为“{ $state }”并停留在那里。
matrix-all-rules = { $name } 的所有规则
