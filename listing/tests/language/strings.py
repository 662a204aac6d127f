s = "Hello, World"
print(s.upper(), s.lower(), s.title(), s.capitalize(), s.find("o"), s.rfind("o"), s.find("z"), s.count("l"), s.replace("l", "L", 2))
print(s[0], s[-1], s[1:4], s[:5], s[-5:], s[::2], s[::-1], s[10:2], s[100:], len(s), s[5:2:-1])
print("  x ".strip() + "|", "xxaxx".strip("x"), "  x ".lstrip() + "|", "  x ".rstrip() + "|", "abc".startswith("ab"), "abc".endswith(("x", "bc")))
print("a,b,,c".split(","), "a b  c ".split(), "a b c d".split(" ", 2), "a b c d".rsplit(" ", 1), " a  b c".split(None, 1), "a\nb\n".splitlines(), "".split())
print("-".join(["a", "b", "c"]), "".join(str(n) for n in range(5)), "k=v=w".partition("="), "k=v=w".rpartition("="), "k".partition("="))
print("7".zfill(3), "-7".zfill(4), "ab".ljust(5) + "|", "ab".rjust(5, "."), "ab".center(7, "*"), "abc".center(6) + "|", "a".center(4, "-"))
print("12".isdigit(), "1a".isdigit(), "ab".isalpha(), "a1".isalnum(), " ".isspace(), "AB".isupper(), "ab".islower(), "".isdigit())
print("prefix-x".removeprefix("prefix-"), "x.xml".removesuffix(".xml"), "ab" * 3, 2 * "xy", "b" in "abc", "x" not in "abc", "" in "")
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("tab\tnew\nback\\"), repr("\x00\x7f"), repr("é中"), "\u4e2d\x41\101" if False else "\u4e2d\x41")
print('single', "double", '''three
lines''', r"raw\n", "con" "cat" 'ed', b"bytes\x00\xff'", b"a" + b"b", b"abc"[1], b"\x01\xab".hex(), b"ok".decode(), "é".encode())
print(f"{1 + 1} {s!r} {s:>15}| {'nested'} {{braces}} {3.14159:.2f} {42:05d} {s[:3]:*^9} {255:#x} {1234567:,} {0.5:%}")
name, width = "x", 6
print(f"{name:>{width}}|{name!r:<{width}}|{width=}|{name = }|{width:{width}d}|{ {'a': 1}['a'] }|{'a' if width else 'b'}|{len('abc'):d}")
print("{} {} {0}".format(1, 2) if False else "{} {}".format(1, 2), "{0} {1} {0}".format("a", "b"), "{x} {y!r:>5}".format(x=1, y="q"), "{:>5}|{:<5}|{:^5}".format(1, "a", 2.5))
print("{0[0]} {1[k]} {{}}".format([7], {"k": 8}), "{:08.3f} {:+d} {: d} {:e} {:g} {:x} {:X} {:o} {:b} {:c}".format(3.14159, 5, 5, 12345.678, 0.00001, 255, 255, 8, 5, 65))
print("%s %r %d %5d|%-5d|%05d %x %X %o %f %.2f %e %g %c %%" % ("s", "r", 42, 42, 42, 42, 255, 255, 8, 1.5, 2.345, 12345.6, 0.0001, "c"))
print("%(a)s-%(b)03d" % {"a": 1, "b": 2}, "%s" % [1, 2], "%s %s" % ("a", None), "%*d|%-*d|" % (5, 1, 5, 2), "%+d % d" % (3, 3), "%.3s|%5.1f|%#x" % ("abcdef", 2.25, 10), "%i" % 3.7)
print(f"{1e10:g} {1e-5:g} {100000:g} {1000000.0:g} {123456789.0:.3g} {0.1:.20f} {1.0} {1e22} {1.5:10.3f}| {-1.5:<10}| {True} {True:d} {None}")
print(str(1.0), str(1e-5), str(100000000000000000.0), str(0.1), str(-0.0), str(float("inf")), str(float("nan")), repr(1.1 * 3))
print("a" < "B", sorted("bAc"), "abc".index("c"), "x".join("abc"), list("abc"), "a-b_c".replace("-", "").replace("_", ""))
for bad in [lambda: "abc"[5], lambda: "abc"["x"], lambda: "a".foo(), lambda: "abc".index("z"), lambda: "".join([1]), lambda: "%d %d" % 1, lambda: "%d" % (1, 2),
            lambda: "{} {}".format(1), lambda: "{x}".format(), lambda: f"{'a':d}", lambda: f"{1:s}", lambda: "a".split(""), lambda: f"{[]:>5}", lambda: "abc"[::0], lambda: f"{1.5:d}", lambda: 5["a"]]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__ + ":", e)


def told(of):
    try:
        print(repr(of()))
    except Exception as e:
        print(type(e).__name__, e)


told(lambda: ["{:<010}".format(-5), "{:010,}".format(1234), "{:08,}".format(1234), "{:012,.1f}".format(1234.5)])
told(lambda: "{:+09,}".format(1234))
for spec in ["+", " ", ",", "#", "q", "d"]:
    told(lambda: format("a", spec))
for spec in [",x", ",s", "+c", "q", "_x", "_n"]:
    told(lambda: format(70000, spec))
told(lambda: "{} {0}".format(1))
told(lambda: "{0} {}".format(1))
told(lambda: "{0} {0}{1}".format(1, 2))
told(lambda: "{".format())
told(lambda: "{!x}".format(1))
told(lambda: "{!a}".format("é") + "%a" % "中" + f"{'😀'!a}")
told(lambda: "%c" % "ab")
told(lambda: "ä%z" % 5)
told(lambda: "a" % [1])
told(lambda: "a" % (1,))
told(lambda: "\x7f\xa0\u200b\ufeff\xadé中")
