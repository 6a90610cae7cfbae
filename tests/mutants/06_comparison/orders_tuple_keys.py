"""Orders as tuples instead of joined names."""
EXPECT = ("compare_orders_check", "a dict with the keys")

def compare_orders(model, steps, measure):
    results = {}
    for order in permutations(steps):
        result = model.copy()
        for name in order:
            result = steps[name](result)
        results[order] = measure(result)
    return results
