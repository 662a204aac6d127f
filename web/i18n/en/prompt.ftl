# The prompt: virsh's commands.
prompt-about = Type virsh’s commands, as at a real host. Every line says which calls of libvirt it made, and they are steps of your session.
prompt-log = What was said and what came of it
prompt-empty = Nothing yet. Try “list --all”, “help”, or “define demo.xml”.
prompt-label = A command of virsh
prompt-run = Run
prompt-clear = Clear
prompt-help = Tab completes what is being typed; in an empty line, after Escape, or pressed again, it goes on to the next thing. The up and down arrows bring earlier lines back.
prompt-files = Files
prompt-files-about = Commands such as “define” take the name of a file. These are there, and you may change them.
prompt-calls = { $count ->
    [one] { $count } call
   *[other] { $count } calls
 }
prompt-call-failed = failed
prompt-go = Go to step { $step }
prompt-undone = not in the past of this moment
