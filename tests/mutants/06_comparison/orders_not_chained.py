"""Every step works on the model given, not on what the step before returned."""
EXPECT = ("compare_orders_check", "what the one before returned")

def compare_orders(model, steps, measure):
    results = {}
    for order in permutations(steps):
        for name in order:
            result = steps[name](model.copy())
        results[" > ".join(order)] = measure(result)
    return results
