"""Measures after every step."""
EXPECT = ("compare_orders_check", "leads to")

def compare_orders(model, steps, measure):
    results = {}
    for order in permutations(steps):
        result, seen = model.copy(), []
        for name in order:
            result = steps[name](result)
            seen.append(measure(result))
        results[" > ".join(order)] = seen
    return results
