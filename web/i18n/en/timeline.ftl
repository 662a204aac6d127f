# Time.
timeline-moves = Move in time
timeline-first = To the beginning
timeline-back = One step back (p)
timeline-forward = One step forward (n)
timeline-last = To the end
timeline-play = Play
timeline-pause = Pause
timeline-speed = Steps a second
timeline-step = Step
timeline-place = step { $position } of { $length }
timeline-at = step { $position } of { $length }: { $call }
timeline-at-start = before the first step
timeline-branches = Branch
timeline-branch-main = main
timeline-branch = branch { $number }
