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
timeline-clock = Virtual time
timeline-by = Move the clock on by
timeline-second = + 1 s
timeline-minute = + 1 min
timeline-hour = + 1 h
timeline-day = + 1 day
timeline-advance = Move the clock on
timeline-events = { $count ->
    [one] Run the event loop: one event waits
   *[other] Run the event loop: { $count } events wait
}
