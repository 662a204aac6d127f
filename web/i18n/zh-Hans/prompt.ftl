# 提示符：virsh 的命令。
prompt-about = 像在真实主机上一样输入 virsh 命令。每一行都会列出它进行的 libvirt 调用，这些调用就是会话中的步骤。
prompt-log = 输入的命令及其结果
prompt-empty = 还没有内容。试试 “list --all”、“help” 或 “define demo.xml”。
prompt-label = virsh 命令
prompt-run = 运行
prompt-clear = 清空
prompt-help = Tab 补全正在输入的内容；在空行中、按下 Escape 之后或再按一次时，移到下一个控件。上下方向键调出先前的命令。
prompt-files = 文件
prompt-files-about = “define” 等命令需要文件名。这里有一些文件，可以修改。
prompt-calls = { $count } 次调用
prompt-call-failed = 失败
prompt-go = 转到第 { $step } 步
prompt-undone = 不在当前时刻的过去之中
