"""Takes for granted that steps change the model they are handed."""
EXPECT = ("compare_orders_hidden", "what the one before returned")

def compare_orders(model, steps, measure):
    results = {}
    for order in permutations(steps):
        result = model.copy()
        for name in order:
            steps[name](result)
        results[" > ".join(order)] = measure(result)
    return results
