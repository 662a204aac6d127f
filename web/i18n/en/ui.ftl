# The parts that views are made of.
diff-same = Nothing changed.
diff-folded = { $count ->
    [one] { $count } unchanged line
   *[other] { $count } unchanged lines
}
diff-removed = removed:
diff-added = added:
editor-label = { $label }. Escape, then Tab, leaves the editor.
editor-leave = Tab indents; Escape, then Tab, leaves the editor.
editor-completions = Completions
editor-place = Line { $line }, column { $column }
