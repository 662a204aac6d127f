"""The text of a call, read and written as the core does: virDomainCreateWithFlags(dom1, VIR_DOMAIN_START_PAUSED)."""

import re


class Handle(str):
    """A handle by its name: conn1, dom2, err1; or, in scenarios, the caller's name for a callback or its data."""


class Out:
    """The address of a variable of the caller's."""


class Param:
    """A typed parameter: {cpu_shares: ullong 10}."""

    WORDS = ["unknown", "int", "uint", "llong", "ullong", "double", "boolean", "string"]

    def __init__(self, field, word, value):
        self.field, self.value = field, value
        self.type = value if word == "type" else self.WORDS.index(word)
        self.word = word


OUT = Out()
TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<bytes>x"[0-9a-fA-F]*")|(?P<double>-?\d+\.\d+(?:e-?\d+)?|-?\d+e-?\d+)"""
    r"""|(?P<number>-?0x[0-9a-fA-F]+|-?\d+)|(?P<word>[A-Za-z_][A-Za-z0-9_.-]*)|(?P<mark>[&|,\[\](){}:]))"""
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def quote(text):
    """A string literal of the text of a call."""
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def unquote(literal):
    """What a string literal says."""
    return re.sub(r"\\(.)", lambda match: ESCAPES[match[1]], literal[1:-1], flags=re.S)


class Reader:
    """Reads one call."""

    def __init__(self, text, numbers):
        self.text, self.numbers, self.at = text, numbers, 0

    def token(self):
        match = TOKEN.match(self.text, self.at)
        if not match:
            raise ValueError(f"cannot read {self.text[self.at:]!r} of {self.text!r}")
        self.at = match.end()
        return match.lastgroup, match[match.lastgroup]

    def peek(self):
        before = self.at
        token = self.token() if self.text[self.at :].strip() else (None, None)
        self.at = before
        return token

    def call(self):
        kind, function = self.token()
        assert kind == "word" and self.token() == ("mark", "("), self.text
        args = self.sequence(")")
        assert self.peek() == (None, None), self.text
        return function, args

    def sequence(self, close):
        items = []
        if self.peek() == ("mark", close):
            self.token()
            return items
        while True:
            items.append(self.value())
            token = self.token()
            if token == ("mark", close):
                return items
            assert token == ("mark", ","), self.text

    def value(self):
        kind, word = self.token()
        if kind == "text":
            return unquote(word)
        if kind == "bytes":
            return bytes.fromhex(word[2:-1])
        if kind == "number" and not self.peek() == ("mark", "|"):
            return int(word, 0)
        if (kind, word) == ("mark", "&"):
            return OUT
        if (kind, word) == ("mark", "["):
            return self.sequence("]")
        if (kind, word) == ("mark", "{"):
            return self.param()
        if kind == "double":
            return float(word)
        if word == "NULL":
            return None
        if kind == "number" or word.startswith("VIR_"):
            return self.flags(word)
        assert kind == "word", self.text
        return Handle(word)

    def param(self):
        kind, field = self.token()
        field = unquote(field) if kind == "text" else field
        assert self.token() == ("mark", ":"), self.text
        word = self.token()[1]
        param = Param(field, word, self.value())
        assert self.token() == ("mark", "}"), self.text
        return param

    def flags(self, word):
        total = 0
        while True:
            total |= self.numbers[word] if word in self.numbers else int(word, 0)
            if self.peek() != ("mark", "|"):
                return total
            self.token()
            word = self.token()[1]


def write_flags(value, choices):
    """Flags by their names, what has no name in hexadecimal."""
    left, parts = value & 0xFFFFFFFF, []
    for name, bits in sorted(choices.items(), key=lambda item: item[1]):
        bits &= 0xFFFFFFFF
        if bits and left & bits == bits:
            parts.append(name)
            left &= ~bits
    return "|".join(parts + ([hex(left)] if left else [])) or "0"


def write_value(value):
    """One argument."""
    if value is None:
        return "NULL"
    if value is OUT:
        return "&"
    if isinstance(value, Handle):
        return str(value)
    if isinstance(value, Param):
        field = value.field if re.fullmatch(r"[A-Za-z0-9_.-]+", value.field) else quote(value.field)
        return f"{{{field}: {value.word} {write_value(value.value)}}}"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, bytes):
        return f'x"{value.hex()}"'
    if isinstance(value, list):
        return "[" + ", ".join(map(write_value, value)) + "]"
    return str(value)


def write_call(row, args):
    """The call as the core writes it: what was left out at the end stays out."""
    shown = len(args)
    while shown and args[shown - 1] is OUT:
        shown -= 1
    parts = []
    for param, value in zip(row["params"], args[:shown]):
        if param["kind"] in ("callback", "opaque") and value:
            parts.append(quote(value))
        elif param["kind"] not in ("flags", "choice") or not isinstance(value, int):
            parts.append(write_value(value))
        elif param["kind"] == "flags":
            parts.append(write_flags(value, param["choices"]))
        else:
            names = [name for name, number in param["choices"].items() if number == value]
            parts.append(names[0] if names else str(value))
    return f"{row['name']}({', '.join(parts)})"
