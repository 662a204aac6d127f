# A session as a link.
share-copy = Copy a link to this session
share-session = The shared session
share-done = A link to this session is on the clipboard: { $count ->
    [one] one call
   *[other] { $count } calls
} in { $length } characters. Whoever opens it gets a session of their own.
share-long = The link has { $length } characters, and some programs cut links beyond 2,000. If it arrives broken, export the session as a file instead.
share-too-long = The session is too long for a link ({ $kib } KiB; a link may have 256). Export it as a file instead.
share-title = A link to this session
share-by-hand = The browser does not let this page use the clipboard. Copy the link from here:
share-opened = The session of the link is open: { $count ->
    [one] one step
   *[other] { $count } steps
}.
share-differs = The calls of the link are all here, but the world they lead to differs from the one the link was made from: some rule has changed between the two versions of virtlab.
share-newer = The link is not opened, and nothing has changed: it was made by a newer virtlab (format { $version }). Reload the page to get the newest version, then open the link again.
share-broken = The link is not opened, and nothing has changed: some of it is missing or was altered on the way. Ask for the whole link, or for the session as a file.
share-unknown = The link is not opened, and nothing has changed: this virtlab does not know its call { $call } ({ $what }). A newer version may.
share-lab = The link is not opened, and nothing has changed: { $error }
share-part = A part of the page did not arrive, so there is no link. Check the network, and try again.

# The page that the browser keeps.
offline-new = A new version of virtlab is ready. Your session stays as it is.
offline-taken = Another tab has switched to a new version of virtlab. Load this tab again to have it here too; your session stays as it is.
offline-take = Load the new version
