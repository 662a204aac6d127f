counter = 0


def plain(a, b=2, *rest, c, d=4, **more):
    return a, b, rest, c, d, more


print(plain(1, c=3), plain(1, 5, 6, 7, c=8, d=9, e=10), plain(*[1, 2, 3], **{"c": 4, "x": 5}))


def bump():
    global counter
    counter += 1
    return counter


def outer():
    n = 10
    seen = []

    def inner(by):
        nonlocal n
        n += by
        seen.append(n)
        return n

    inner(1)
    inner(5)
    return n, seen


def make(n):
    return lambda x: x + n


def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def shares(item, into=[]):
    into.append(item)
    return into


def nothing():
    pass


print(bump(), bump(), counter, outer(), make(3)(4), fact(20), [fib(n) for n in range(10)], nothing())
print(shares(1), shares(2), shares(3, []))
adders = [make(n) for n in range(3)]
print([add(10) for add in adders], [f() for f in [lambda n=n: n for n in range(3)]], [f() for f in [lambda: n for n in range(3)]])
compose = lambda f, g: lambda x: f(g(x))
print(compose(str, abs)(-5), sorted([(2, "b"), (1, "z"), (2, "a")], key=lambda pair: (pair[0], pair[1])), (lambda *a, **k: (a, k))(1, x=2))
x = "global"


def shadow():
    x = "local"

    def read():
        return x

    return read(), [x for x in "ab"], x


print(shadow(), x)
print(callable(print), callable(5), hasattr("", "upper"), hasattr("", "nope"), getattr("abc", "upper")(), getattr(1, "nope", "usual"))
n: int = 3
print(n, plain.__name__ if False else "", isinstance(n, int))
for bad in [lambda: plain(), lambda: plain(1), lambda: plain(1, c=1, a=2), lambda: fact(), lambda: fact(1, 2), lambda: fact(m=1), lambda: make(), lambda: outer(1), lambda: (lambda a, b: 0)(1), lambda: shares(), lambda: bump(*[1, 2]), lambda: shares(1, 2, 3)]:
    try:
        print(bad())
    except TypeError as e:
        print("TypeError:", e)


def unbound():
    print(later)
    later = 1


def free():
    def reads():
        return late

    value = reads()
    late = value


for f in (unbound, free):
    try:
        f()
    except NameError as e:
        print(type(e).__name__ + ":", e)
