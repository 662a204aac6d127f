# The views.
pane-call = Call
pane-world = World
pane-inspector = Inspector
walkthroughs-about = Ready sequences of calls, to play, step through or edit.
matrix-about = What every call does in every state of a domain.
reference-about = Every function of libvirt’s API, and what this lab does with it.
