print(7 + 3, 7 - 3, 7 * 3, 7 / 2, 7 // 2, 7 % 3, 2 ** 10, -7 // 2, -7 % 3, 7 % -3, -7 / 2)
print(1.5 + 1, 3.0 * 2, 7.5 // 2, 7.5 % 2, -7.5 // 2, -7.5 % 2, 2 ** -1, 2.0 ** 0.5, 0.1 + 0.2)
print(1 << 10, 1000 >> 3, 6 & 3, 6 | 3, 6 ^ 3, ~5, -5 >> 1)
print(True + True, True & False, True | False, True ^ True, not 0, not "a")
print(0x1f, 0o17, 0b101, 1_000_000, 1e3, 1.5e-7, 1e16, 1e15, 123456789.123, 1e100, 5e-324)
print(abs(-3), abs(-2.5), round(2.5), round(3.5), round(2.675, 2), round(-1.5), divmod(7, 2), divmod(-7, 2), pow(2, 5))
print(int("42"), int(" -7 "), int("ff", 16), int("0x1f", 0), int(3.9), int(-3.9), float("1.5"), float("-2e3"), int(True))
print(hex(255), oct(8), bin(5), hex(-1), chr(65), ord("a"), bool([]), bool("x"))
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, 1 == True, 0.5 != 0.25, "a" < "b", "abc" < "abd", [1, 2] < [1, 3], (1,) < (1, 0))
print(2 ** 64, 2 ** 100, 18446744073709551615 * 3, -2 ** 63)
print(min(3, 1, 2), max([3, 1, 2]), sum([1, 2, 3]), sum([1.5, 2], 10), min("b", "a"), max([1, 5, 3], key=lambda n: -n), max([], default=0))
print(5 if 3 > 2 else 6, 0 or "x", 1 and "y", None or 0, [] or {} or "last", 1 and 0 and 2)
for text in ["x", "", "1.5", "0x10"]:
    try:
        print(int(text))
    except ValueError as e:
        print("ValueError:", e)
for bad in [lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: "a" + 1, lambda: 1 + "a",
            lambda: [1] + (2,), lambda: -"a", lambda: "a" * 1.5, lambda: 1 < "a", lambda: None + 1, lambda: int([]), lambda: float("x"),
            lambda: 1 << -1, lambda: len(5), lambda: 5(), lambda: abs("x"), lambda: sum(["a"]), lambda: [] < {}, lambda: "%d" % "x"]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__ + ":", e)
