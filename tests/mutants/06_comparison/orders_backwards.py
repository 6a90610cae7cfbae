"""The steps are taken from the last name to the first."""
EXPECT = ("compare_orders_check", "leads to")

def compare_orders(model, steps, measure):
    results = {}
    for order in permutations(steps):
        result = model.copy()
        for name in reversed(order):
            result = steps[name](result)
        results[" > ".join(order)] = measure(result)
    return results
