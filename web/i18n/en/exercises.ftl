### Exercises: the list of them, and the strip over the bench.

exercises-about = Each exercise gives you a world and a goal. The page shows field by field what is reached and what is not; step back and try again as often as you like.
exercises-progress = Exercises done
exercises-done = { $done } of { $all } done
exercises-is-done = Done:
exercises-best = { $calls ->
    [one] done in 1 call
   *[other] done in { $calls } calls
} · fewest: { $par }
exercises-par = { $par ->
    [one] 1 call does it
   *[other] { $par } calls do it
}
exercise-level-first = First steps
exercise-level-easy = Easy
exercise-level-medium = Medium
exercise-level-hard = Hard
exercise-all = All exercises
exercise-begin = Begin
exercise-other = Begin with other names
exercise-begun = Exercise: { $title }
exercise-calls = { $calls ->
    [one] 1 call
   *[other] { $calls } calls
}, fewest { $par }
exercise-fold = Fold the task away
exercise-unfold = Show the task
exercise-use = Use the document { $name }
exercise-choose = Choose…
exercise-check = Check
exercise-hint = Hint ({ $left } left)
exercise-next-call = Show the next call
exercise-next-is = From here, the next call is
exercise-go-back = From here there is no short way. Go back to step { $step }; from there the next call is
exercise-put = Put it together
exercise-searching = Looking for a way from here…
exercise-answer-left = No call is missing: only your answer is. It is in what the calls gave.
exercise-no-way = No way was found from here. Begin again, or step back on the time line.
exercise-done-fewest = { $calls ->
    [one] Done, with a single call. It cannot be done with fewer.
   *[other] Done, with { $calls } calls. It cannot be done with fewer.
}
exercise-done = Done, with { $calls } calls. { $par ->
    [one] One call would have done.
   *[other] { $par } would have done.
}
exercise-solution = The author’s solution
exercise-onward = Next: { $title }
exercise-again = Begin again
exercise-leave = Leave
exercise-left = You have left the exercise.
exercise-resumed = You go on with the exercise “{ $title }” where you were.
exercise-go-on = Go on where you were
exercise-taught = The lesson that teaches it:
exercise-before = You are looking at a moment before the exercise begins.
exercise-to-start = To its beginning
exercise-unreadable = The exercise { $name } cannot be shown: there is none of that name here, or its file has a mistake.

goal-title = Goal
goal-is-met = Reached:
goal-is-not-met = Not yet:
goal-summary = { $met } of { $all } reached
goal-not-yet = { $met } of { $all } reached. First: { $first }
goal-met = { $what }: { $found }
goal-unmet = { $what }: { $found }; required: { $required }
goal-what = { $about }, { $field }
goal-nothing = there is none
goal-none = none
goal-yes = yes
goal-no = no
goal-not = not { $value }
goal-at-least = at least { $value }
goal-at-most = at most { $value }
goal-has = { $value } among them
goal-lacks = without { $value }
goal-answer-missing = your answer: none yet
goal-answer-right = your answer: { $found }, right
goal-answer-wrong = your answer: { $found }, not what was asked for
goal-about-domain = domain { $name }
goal-about-snapshot = snapshot { $name } of { $domain }
goal-about-network = network { $name }
goal-about-host = host { $name }
goal-about-session = your program
goal-about-answer = your answer
goal-about-call-with = { $call } with { $with }
goal-call-succeeded = { $call } called with success
goal-call-times = calls of { $call }
goal-call-failed = failures of { $call }
goal-call-returned = what { $call } returned
goal-call-before = { $call } before { $other }
goal-field-exists = exists
goal-field-state = state
goal-field-reason = reason
goal-field-active = active
goal-field-persistent = persistent
goal-field-autostart = autostart
goal-field-managed-save = managed save image
goal-field-id = ID
goal-field-uuid = UUID
goal-field-title = title
goal-field-description = description
goal-field-config-title = title in the lasting configuration
goal-field-config-description = description in the lasting configuration
goal-field-memory = memory
goal-field-max-memory = maximum memory
goal-field-config-memory = memory at the next start
goal-field-config-max-memory = maximum memory at the next start
goal-field-vcpus = vCPUs
goal-field-max-vcpus = maximum vCPUs
goal-field-config-vcpus = vCPUs at the next start
goal-field-config-max-vcpus = maximum vCPUs at the next start
goal-field-disks = disks
goal-field-config-disks = disks at the next start
goal-field-interfaces = network interfaces
goal-field-config-interfaces = network interfaces at the next start
goal-field-snapshots = snapshots
goal-field-current-snapshot = current snapshot
goal-field-parent = parent
goal-field-domains = domains
goal-field-active-domains = active domains
goal-field-networks = networks
goal-field-connections = open connections
goal-field-handles = handles not freed
goal-field-errors = errors not freed
goal-field-saved-errors = errors saved
goal-field-calls = calls
goal-field-failures = failed calls
goal-field-lost-errors = errors lost unread
goal-field-events = events received
goal-field-callbacks = registered callbacks
goal-field-event-loop = event loop registered
goal-field-last-error = last error

given-title = Given to you
given-about = An exercise that somebody made comes as a file: exercise.toml, or a zip with it. It is kept in this browser.
given-about-lesson = A lesson that somebody made comes as a zip of its folder. It is kept in this browser.
given-open = Open an exercise’s file…
given-open-lesson = Open a lesson’s file…
given-taken = The exercise { $name } is here.
given-taken-lesson = The lesson { $name } is here.
given-replaced = What was here under the same name is replaced.
given-forget = Forget { $title }
given-wrong = { $file }, { $fault }
given-name-taken = Nothing can be called { $name } here: rename the file or the folder. A name has small letters, digits and -, and is not one of the set’s.
given-broken = { $file } cannot be unpacked: { $error }
given-nothing = There is neither an exercise.toml nor a lesson.toml in { $file }.
given-not-kept = This browser does not keep it: there is no room, or storage is forbidden.

progress-title = Your progress
progress-about = It is kept in this browser only. A file takes it to another one, with the exercises and lessons that were given to you.
progress-export = Save progress as a file
progress-import = Open a progress file…
progress-taken = Taken up: progress in { $things ->
    [one] one lesson or exercise
   *[other] { $things } lessons and exercises
}, and { $given ->
    [0] nothing that was given
    [one] one thing that was given
   *[other] { $given } things that were given
}. What was better here has stayed.
progress-other = { $file } is no progress file. Nothing was changed.
progress-newer = { $file } was written by a newer virtlab (format { $format }). Nothing was changed.
progress-line = Line { $line } of { $file } cannot be read. Nothing was changed.
progress-cut = The end of { $file } is missing. Nothing was changed.

hand-in = Hand in
hand-in-title = Hand in your work
hand-in-name = Your name
hand-in-about = It goes into the file, so that your teacher knows whose work it is. This browser remembers it; it is sent nowhere.
hand-in-nameless = Say your name first
hand-in-done = { $file } is among your downloads. Give that file to your teacher the way your class hands things in. You can go on working and hand in again.
hand-in-rename = Other name

package-title = For a class
package-about = A SCORM 1.2 package for a learning platform such as Moodle. This page is inside it, so the platform needs nothing else; it is told the score and whether the goal is reached, and each student goes on where they were. It is in the language that you read now.
package-make = SCORM package
package-making = Making the package…
package-busy = The package is being made
package-made = { $file } ({ $kib } KiB) is among your downloads. Upload it to your platform as a SCORM activity.
package-missing = There is no package: { $part } did not arrive. The whole page has to be fetched for it; check the network, and try again.
package-broken = There is no package: { $error }
