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
teach-hints = Hints, one after the other
teach-mistakes = What is said of mistakes
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

proof-ask = Check that it can be done
proof-sound = It can be done, { $par ->
    [one] with a single call and not with none
   *[other] with { $par } calls and not with fewer
}. Each mistake is recognised by its example.
proof-no-world = The session cannot begin: its calls cannot be replayed.
proof-start-fails = Call { $number } of the start fails: { $error }
proof-unsolved = The author’s solution does not reach the goal:
proof-mistaken = The author’s solution makes mistake { $number }.
proof-nothing = The goal is reached by doing nothing.
proof-no-way = The search found no way of as few calls as par says, among { $worlds } worlds. If the solution is right, name the calls that it needs under also.
proof-shorter = There is a shorter way, with { $calls ->
    [one] one call
   *[other] { $calls } calls
}:
proof-not-made = The example of mistake { $number } does not make it.
proof-reaches = The example of mistake { $number } reaches the goal.
proof-by-nothing = Mistake { $number } is made by doing nothing.
proof-told = The goal, which students see, tells the answer to { $name }.
proof-nowhere = The answer to { $name } is nowhere in what the author’s calls give.
