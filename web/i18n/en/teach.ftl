# A teacher's desk.
teach-link = Write exercises and lessons, grade work
teach-about = Write an exercise or a lesson, see at once what is wrong with it and how it looks, try it, and give it to students as a link, a file or a package for a learning platform. What you write is kept in this browser at every change.
teach-which = On the desk
teach-new = New exercise
teach-new-lesson = New lesson
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
teach-try-not = There is a mistake in it
teach-give = Copy a link for students
teach-given = The link is on the clipboard ({ $length } characters). It holds everything, an exercise’s solution too.
teach-not-given = The link could not be put on the clipboard. Give the file instead.
teach-save = Save as a folder (zip)
teach-delete = Delete
teach-deleted = { $name } is deleted.
teach-name = Name, as files and links have it
teach-name-not = It cannot be called { $name }: a name has small letters, digits and -, and is not taken.
teach-files = The files of “{ $name }”
teach-file-wrong = mistake
teach-fault-in = There is a mistake in { $file }
teach-fault-go = Go to that place
teach-preview = The lesson, all steps open
