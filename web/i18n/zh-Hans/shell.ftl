# 页面框架。
page-title = { $view } · virtlab
skip-to-content = 跳到正文
views = 视图
view-lab = 实验台
view-walkthroughs = 演练
view-matrix = 状态矩阵
view-reference = 参考
language = 语言
theme = 主题：{ $name }
theme-auto = 跟随系统
theme-light = 浅色
theme-dark = 深色
menu = 菜单
panes = 面板
timeline = 时间线
dismiss = 知道了
close = 关闭
