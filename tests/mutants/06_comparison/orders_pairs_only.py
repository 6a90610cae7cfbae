"""Tries every pair of steps and leaves the rest out."""
EXPECT = ("compare_orders_hidden", "With one step")

def compare_orders(model, steps, measure):
    results = {}
    for order in permutations(steps, 2):
        result = model.copy()
        for name in order:
            result = steps[name](result)
        results[" > ".join(order)] = measure(result)
    return results
