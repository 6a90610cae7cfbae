"""A fold over the steps."""

def compare_orders(model, steps, measure):
    from functools import reduce
    return {" > ".join(order): measure(reduce(lambda made, name: steps[name](made), order, model.copy()))
            for order in permutations(steps)}
