# 调用面板。
call-search = 搜索 { $count } 个函数
call-browse = 按领域浏览所有函数
call-search-nothing = libvirt 没有名称或说明中含“{ $search }”的函数。
call-search-found = 找到 { $count } 个函数
call-not-built = 尚未实现
call-more = 另有 { $count } 个
call-button = 调用
call-pointers = 指针
call-null-pointer = { $name } 传 NULL
call-no-handle = 还没有可用的 { $kind }。
call-unit = { $unit ->
    [kib] KiB
    [seconds] 秒
    [milliseconds] 毫秒
   *[other] { $unit }
}
call-will-return = 将返回 { $value }。
call-because = 因为{ $conditions }。
call-uri-default = 没有 URI：libvirt 会自行寻找虚拟机监控程序，在这里找到的是 qemu:///system。
call-uri-none = 无法将它解析为 URI。
call-uri-parts = URI 的各个部分
call-credentials-ask = 由我回答的回调
call-credentials-title = 凭据
call-credentials-about = { $uri } 要求验证身份。libvirt 把问题交给 virConnectAuthPtr 中的回调；在这里，回调就是你。
call-credentials-answer = 回答
call-credentials-cancel = 取消
call-waits = 引擎加载完成后将立即执行此调用。
call-param = 参数 { $number }
call-param-label = 参数 { $number } 的{ $what }
call-param-name = 名称
call-param-type = 类型
call-param-value = 值
call-param-add = 添加参数
call-param-remove = 移除参数 { $number }
call-param-wrong = 这不是 { $kind } 类型的值；调用仍使用上一个有效值。
call-wrong = 无法读取；调用仍使用上一个有效值。
call-wrong-number = 这里需要整数；调用仍使用上一个值。
call-wrong-uuid = UUID 由 32 个十六进制数字组成；调用仍使用上一个值。
call-wrong-bytes = 每个字节两个十六进制数字，或在 # 后写 CPU 编号，例如 #0-3。
call-bytes = 每个字节两个十六进制数字；或在 # 后写 CPU 编号，例如 #0-3, 8。
