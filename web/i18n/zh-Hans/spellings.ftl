# 以其他写法表示的会话。

spellings-about = 同样的调用，写成程序：你正在查看的分支上的每一步，直到末尾。
spellings-empty = 还没有任何调用。
spellings-to-lab = 去实验台调用几个函数。
spellings-title = 共 { $count } 个调用的会话
spellings-tabs = 写法
spellings-copy = 复制
spellings-keep = 保存为文件
spellings-copied = 文本已复制到剪贴板。
spellings-not-copied = 浏览器不允许本页使用剪贴板。请改为保存为文件。
spelling-c = C
spelling-c-about = 编译命令：gcc session.c -lvirt。这样的程序也可以在“程序”视图中逐步运行。
spelling-python = Python
spelling-python-about = 需要 libvirt-python。由 Python 自动完成的事（例如引用计数）写成注释。这样的程序也可以在“程序”视图中逐步运行。
spelling-virsh = virsh
spelling-virsh-about = 一个 shell 脚本。virsh 会自行查找和释放对象；没有对应命令的调用写成注释。
spelling-scenario = 场景
spelling-scenario-about = 每个调用及其结果。用 “virtlab conform” 可以在内置的模拟世界中运行它；加上 --uri 就可以在任何 libvirt 上运行。
