import sys


def risky(n):
    if n == 0:
        raise ValueError("zero")
    if n == 1:
        return [][n]
    if n == 2:
        return {"a": 1}[n]
    if n == 3:
        raise RuntimeError("a", "b")
    if n == 4:
        raise KeyError
    return n


for n in range(6):
    try:
        print("got", risky(n))
    except ValueError as e:
        print("value", e, repr(e), e.args)
    except (IndexError, KeyError) as e:
        print("look-up", e, repr(e), type(e).__name__, isinstance(e, LookupError))
    except Exception as e:
        print("other", e, repr(e))
    else:
        print("fine")
    finally:
        print("done", n)


def early():
    try:
        return "from try"
    finally:
        print("finally runs")


def late():
    for n in range(5):
        try:
            if n == 2:
                continue
            if n == 3:
                break
            print("n", n)
        finally:
            print("after", n)
    else:
        print("never")
    return n


def wins():
    try:
        raise ValueError("lost")
    finally:
        return "finally wins"


print(early(), late(), wins())
try:
    try:
        raise ValueError("inner")
    except ValueError as e:
        raise TypeError("outer") from e
except TypeError as e:
    print("chained:", e)
try:
    try:
        risky(0)
    except ValueError:
        print("again")
        raise
except Exception as e:
    print("raised again:", e)
try:
    assert 1 == 2, "sums"
except AssertionError as e:
    print("assert:", e)
try:
    assert 1 == 1
    print(undefined_name)
except NameError as e:
    print("NameError:", e)
try:
    raise 5
except TypeError as e:
    print("TypeError:", e)
try:
    None.foo
except AttributeError as e:
    print(e)
try:
    sys.exit(3)
except SystemExit as e:
    print("exit caught:", e.code)
i = 0
while True:
    i += 1
    if i > 3:
        break
else:
    print("no break")
while i < 6:
    i += 1
else:
    print("while else", i)
print("to stderr", file=sys.stderr)
sys.stderr.write("written\n")
print("a", "b", sep="", end="!\n")
print()
if __name__ == "__main__":
    sys.exit("last words")
