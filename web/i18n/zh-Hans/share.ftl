# 以链接形式分享会话。
share-copy = 复制本会话的链接
share-session = 分享的会话
share-done = 本会话的链接已复制到剪贴板：{ $count } 个调用，共 { $length } 个字符。打开链接的人会得到一份属于自己的会话。
share-long = 链接有 { $length } 个字符，而有些程序会截断超过 2,000 个字符的链接。如果对方收到的链接不完整，请改为导出文件。
share-too-long = 会话太长，放不进链接（{ $kib } KiB，链接最多容纳 256 KiB）。请改为导出文件。
share-title = 本会话的链接
share-by-hand = 浏览器不允许本页使用剪贴板。请从这里复制链接：
share-opened = 已打开链接中的会话，共 { $count } 步。
share-differs = 链接中的调用都在这里，但它们得到的世界与创建链接时不同：两个版本的 virtlab 之间有规则发生了变化。
share-newer = 链接没有打开，一切照旧：它由更新版本的 virtlab 创建（格式 { $version }）。请重新加载页面以获取最新版本，然后再打开链接。
share-broken = 链接没有打开，一切照旧：链接不完整，或在传递途中被改动。请索取完整的链接，或索取会话文件。
share-unknown = 链接没有打开，一切照旧：本 virtlab 不认识其中的第 { $call } 个调用（{ $what }）。更新的版本可能认识。
share-lab = 链接没有打开，一切照旧：{ $error }
share-part = 页面的一部分没有送达，因此无法处理链接。请检查网络后重试。

# 浏览器保存的页面。
offline-new = virtlab 有新版本可用。你的会话会保持原样。
offline-taken = 另一个标签页已切换到 virtlab 的新版本。重新加载本标签页即可同样使用新版本；你的会话会保持原样。
offline-take = 加载新版本
