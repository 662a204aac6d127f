# What can be done with a session as a whole.
commands-session = Your session
commands-session-lesson = Lesson “{ $name }”
commands-session-exercise = Exercise “{ $name }”
commands-new = New session
commands-new-done = A new session.
commands-undo = Undo
commands-import = Import a session…
commands-import-done = { $name } is imported.
commands-import-wrong = { $name } is not imported, and nothing has changed: { $error }
commands-import-large = { $name } has { $mib } MiB; a session may have 64.
commands-import-unreadable = { $name } cannot be read: it is no text file.
commands-export = Export this session
commands-spell = As C, Python, virsh or a scenario
commands-copy = Copy the calls as text
commands-copy-done = { $count ->
    [one] One call is on the clipboard.
   *[other] { $count } calls are on the clipboard.
}
commands-copy-refused = The browser does not let this page use the clipboard. Export the session instead.
commands-earlier = Earlier sessions
commands-earlier-about = What you worked in before, here and in other tabs. Going back to one keeps the one at hand.
commands-earlier-none = There is none yet. What you work in is kept in this browser, and found here when you begin anew.
commands-kept-at = { $time }
commands-open-elsewhere = Open in another tab
commands-copy-here = Open a copy
commands-copied = Your session is open in another tab too. This tab has a copy of its own: what you do here changes nothing there.
commands-unkept = This browser does not keep your session: it will be gone when this tab is closed. Export it if you want it again.
commands-reading = Reading { $name }
commands-steps = { $count ->
    [one] One step
   *[other] { $count } steps
}
commands-back = Go back to it
commands-back-done = { $name } is back.
commands-lost = The session of your last visit cannot be read: { $error }
commands-lost-download = Download its text
commands-shortcuts = Keys
keys-search = Search the functions
keys-call = Make the call that is put together, from any of its fields
keys-next = One step forward
keys-back = One step back
keys-arrows = Move in a list, a table, tabs or the time line
keys-ends = To its beginning or end
keys-escape = Leave the editor, then Tab goes on; close a dialog or the menu
keys-help = This list
