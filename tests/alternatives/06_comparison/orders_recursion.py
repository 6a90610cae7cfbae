"""Recursion: each remaining step in turn."""

def compare_orders(model, steps, measure):
    found = {}

    def go_on(current, taken):
        left = [name for name in steps if name not in taken]
        if not left:
            found[" > ".join(taken)] = measure(current)
        for name in left:
            go_on(steps[name](current.copy()), [*taken, name])

    go_on(model, [])
    return found
