"""Only the order given and its reverse."""
EXPECT = ("compare_orders_hidden", "orders, with the keys")

def compare_orders(model, steps, measure):
    results = {}
    for order in dict.fromkeys([tuple(steps), tuple(reversed(list(steps)))]):
        result = model.copy()
        for name in order:
            result = steps[name](result)
        results[" > ".join(order)] = measure(result)
    return results
