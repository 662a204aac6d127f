# A teacher's desk.
teach-link = Write exercises, grade work
teach-about = Write an exercise, see at once what is wrong with it and how it looks, try it, and give it to students as a link or a file. What you write is kept in this browser at every change.
teach-which = Exercise
teach-new = New exercise
teach-open = Open a file…
teach-grade = Grade handed-in work…
teach-graded = { $count ->
    [one] One work
   *[other] { $count } works
} graded, { $done } done. The table is among your downloads.
teach-text = The file of “{ $name }”
teach-look = What students see
teach-fault = Line { $line }, character { $column }:
teach-has = { $goal ->
    [one] one condition
   *[other] { $goal } conditions
}, { $hints ->
    [one] one hint
   *[other] { $hints } hints
}, fewest calls: { $par }
teach-variant = Variant
teach-variant-about = Each number draws other names and values from what the file offers under [variants]. The same number always draws the same.
teach-try = Try it
teach-try-not = The file has a mistake
teach-give = Copy a link for students
teach-given = A link to the exercise is on the clipboard ({ $length } characters). It holds the whole exercise, its solution too.
teach-not-given = The link could not be put on the clipboard. Give the file instead.
teach-save = Save as a file
teach-delete = Delete
