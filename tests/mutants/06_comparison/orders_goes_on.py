"""Each order goes on from where the one before it ended."""
EXPECT = ("compare_orders_check", "from a copy of the model")

def compare_orders(model, steps, measure):
    results, result = {}, model.copy()
    for order in permutations(steps):
        for name in order:
            result = steps[name](result)
        results[" > ".join(order)] = measure(result)
    return results
