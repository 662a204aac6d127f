"""The scenarios: what is in calls/*.calls, and sets of calls made from the table of functions."""

import json
import os
import re

from session import record
from text import quote

HERE = os.path.dirname(os.path.abspath(__file__))


def documents():
    """The XML documents that scenarios name as $tiny and the like."""
    found = {}
    folder = os.path.join(HERE, "documents")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name)) as file:
            found[name.removesuffix(".xml")] = file.read().strip()
    return found


def expand(line, texts):
    """The call with its documents in place; `$tiny(a=b)` puts b for a in the document."""

    def literal(found):
        text = texts[found[1]]
        for change in filter(None, (found[2] or "").split(";")):
            old, new = change.split("=>")
            if old not in text:
                raise ValueError(f"{old!r} is not in ${found[1]}")
            text = text.replace(old, new)
        return quote(text)

    try:
        return re.sub(r"\$([a-z_]+)(?:\{([^}]*)\})?", literal, line)
    except (KeyError, ValueError) as error:
        raise ValueError(f"{line}: {error}") from None


def read(text, texts):
    """The scenarios of a file: a header and the calls of each."""
    sessions = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("== "):
            name, _, about = line[3:].partition(": ")
            sessions.append(({"scenario": name, "about": about}, []))
        elif line.startswith("!"):
            kind, path, content = line[1:].split(" ", 2)
            sessions[-1][0].setdefault(kind, {})[path] = json.loads(expand(content, texts))
        elif not line.startswith("#"):
            sessions[-1][1].append(expand(line, texts))
    return sessions


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    texts, found = documents(), {}
    folder = os.path.join(HERE, "calls")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name)) as file:
            sessions = read(file.read(), texts)
        found[name.removesuffix(".calls")] = lambda rows, sessions=sessions: (
            record(rows, header, lines) for header, lines in sessions
        )
    return found
