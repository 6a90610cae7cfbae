"""Only rotations of the order given."""
EXPECT = ("compare_orders_check", "a dict with the keys")

def compare_orders(model, steps, measure):
    results, names = {}, list(steps)
    for start in range(len(names)):
        order = names[start:] + names[:start]
        result = model.copy()
        for name in order:
            result = steps[name](result)
        results[" > ".join(order)] = measure(result)
    return results
