"""The names are sorted first."""
EXPECT = ("compare_orders_check", "a dict with the keys")

def compare_orders(model, steps, measure):
    results = {}
    for order in permutations(sorted(steps)):
        result = model.copy()
        for name in order:
            result = steps[name](result)
        results[" > ".join(order)] = measure(result)
    return results
