# 各视图。
pane-call = 调用
pane-world = 世界
pane-inspector = 检视
walkthroughs-about = 现成的调用序列，可播放、单步执行或修改。
matrix-about = 域处于每种状态时，每个调用会做什么。
reference-about = libvirt API 的每个函数，以及本实验台对它的模拟程度。
