# 视图所用的部件。
diff-same = 没有变化。
diff-folded = { $count } 行未变
diff-removed = 删除：
diff-added = 新增：
editor-label = { $label }。按 Esc 再按 Tab 离开编辑器。
editor-leave = Tab 键缩进；按 Esc 再按 Tab 离开编辑器。
editor-completions = 补全
editor-place = 第 { $line } 行，第 { $column } 列
