"""No copy: steps that work in place spoil the model for the next order."""
EXPECT = ("compare_orders_check", "from a copy of the model")

def compare_orders(model, steps, measure):
    results = {}
    for order in permutations(steps):
        result = model
        for name in order:
            result = steps[name](result)
        results[" > ".join(order)] = measure(result)
    return results
