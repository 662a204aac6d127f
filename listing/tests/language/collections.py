a = [3, 1, 2]
a.append(5); a.extend([4, 4]); a.insert(1, 9)
print(a, a.pop(), a.pop(0), a, a.index(2), a.count(4), len(a), 9 in a, a[-1], a[1:3], a[::-1])
a.sort(); print(a); a.sort(reverse=True); print(a); a.reverse(); print(a); a.remove(9); print(a, a.copy() == a, a is a.copy())
b = a; b += [7]; print(a is b, a); b = b + [8]; print(a is b, a, b)
print([1, [2, (3,)], {"k": {4}}], [], (), (1,), {}, set(), {1: "a", (2, 3): [4]}, [None, True, 1.5, "s"], [[]] * 2)
d = {"x": 1, "y": 2}
d["z"] = 3; d["x"] += 10; del d["y"]
print(d, d.get("q"), d.get("q", 0), "x" in d, list(d), list(d.items()), sorted(d.values()), d.pop("x"), d, d.setdefault("n", []), len(d))
d.update({"a": 1}, b=2); print(d, dict(a=1, b=2), dict([("k", "v")]), {**d, "c": 3}, d.keys(), d.values(), d.items())
for i, (k, v) in enumerate(sorted(d.items(), key=lambda kv: kv[0]), start=1):
    print(i, k, v, sep=":", end="; ")
print()
print({n: n * n for n in range(4)}, [x + y for x in "ab" for y in "cd" if x + y != "ad"], sorted({n % 3 for n in range(10)}), [n for n in range(10) if n % 2 if n > 3])
print(list(range(5)), list(range(2, 8, 3)), list(range(5, 0, -2)), range(3), len(range(0, 10, 3)), 4 in range(0, 10, 2), range(10)[3], list(reversed([1, 2, 3])))
print(list(zip([1, 2], "ab", (True, False, None))), list(map(str, [1, 2])), list(filter(None, [0, 1, "", "a"])), any([0, 1]), all([]), all([1, 0]), sum(n for n in [1, 2]))
x, y = 1, 2; x, y = y, x; (p, q), *rest, last = (1, 2), 3, 4, 5; m = n = []
print(x, y, p, q, rest, last, m is n); m.append(1); print(n)
s = {1, 2} | {3}; s.add(4); s.discard(1); print(sorted(s), 2 in s, s & {2, 9}, s - {2, 3, 4}, {1, 2} == {2, 1}, len(s))
t = (1, 2) + (3,); print(t, t[1:], t.index(2), t.count(1), t * 2, tuple([1]), 3 in t, (1, 2) == (1, 2))
loop = [1]; loop.append(loop); print(loop); e = {}; e["e"] = e; print(e)
it = iter([1, 2]); print(next(it), next(it), next(it, "end")); print(sorted([3, 1, 2], reverse=True), sorted(["b", "A", "c"], key=str.lower if False else lambda w: w.lower()))
print([1, 2] == [1, 2.0], {"a": 1} == {"a": 1.0}, [1] != [2], None is None, [] is not [], "a" == 1, 1 in [True], isinstance(True, int), isinstance(1, (str, int)), type([]) == list, type(1).__name__)
for bad in [lambda: [1][5], lambda: {}["k"], lambda: {}[[]], lambda: [].pop(), lambda: [1].remove(2), lambda: (1, 2)["a"], lambda: {}.pop("x"), lambda: list(5), lambda: dict([1]),
            lambda: {[]: 1}, lambda: [1].index(3), lambda: min([]), lambda: next(iter([])), lambda: {1, []}, lambda: [3, "a"].sort(), lambda: [1, 2].append(), lambda: {}.get(), lambda: [].nope, lambda: tuple(1), lambda: 1 in 5]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__ + ":", e)
asked = []
def ask(n):
    asked.append(n)
    return n
print(any(ask(n) > 1 for n in range(9)), all(ask(n) < 1 for n in range(9)), any(ask(a) and ask(b) for a in (0, 3) for b in (0, 5, 6)), asked)
print(sum(n for n in [1, 2] if n), sorted(-n for n in [1, 2]), "".join(c for c in "abc"), dict((n, n) for n in [1]), *(n for n in "xy"))
for bad in ["a, b = [1]", "a, b = [1, 2, 3]", "a, b = 5", "a, *b, c = [1]"]:
    try:
        if bad == "a, b = [1]":
            g, h = [1]
        elif bad == "a, b = [1, 2, 3]":
            g, h = [1, 2, 3]
        elif bad == "a, b = 5":
            g, h = 5
        else:
            g, *h, i = [1]
    except Exception as e:
        print(type(e).__name__ + ":", e)
try:
    for k in d:
        d[k + "!"] = 1
except RuntimeError as e:
    print("RuntimeError:", e)
