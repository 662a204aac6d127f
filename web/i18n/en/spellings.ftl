# The session in other spellings.

spellings-about = The same calls, written as a program: every step of the branch that you look at, to its end.
spellings-empty = There are no calls yet.
spellings-to-lab = Make some in the lab.
spellings-title = { $count ->
    [one] A session of one call
   *[other] A session of { $count } calls
}
spellings-tabs = Spelling
spellings-copy = Copy
spellings-keep = Save as a file
spellings-copied = The text is on the clipboard.
spellings-not-copied = The browser does not let this page use the clipboard. Save it as a file instead.
spelling-c = C
spelling-c-about = Compile it with: gcc session.c -lvirt. A listing like this runs step by step under “Listings”, too.
spelling-python = Python
spelling-python-about = It needs libvirt-python. What Python does by itself, such as counting references, is a comment. A listing like this runs step by step under “Listings”, too.
spelling-virsh = virsh
spelling-virsh-about = A script for a shell. virsh looks objects up and frees them by itself; a call that no command makes is a comment.
spelling-scenario = Scenario
spelling-scenario-about = Calls with what came of each. “virtlab conform” runs it in the built-in world, or at any libvirt with --uri.
