"""Sorts by the first cost and sweeps over the last one."""
EXPECT = ("pareto_front_check", "the front is at the places")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    if not len(costs):
        return []
    order = sorted(range(len(costs)), key=lambda i: (*costs[i, [0, -1]], i))
    front, lowest = [], None
    for i in order:
        if lowest is None or costs[i, -1] < lowest or tuple(costs[i]) == tuple(costs[front[-1]]):
            if not any((costs[j] <= costs[i]).all() and (costs[j] < costs[i]).any() for j in front):
                front.append(i)
            lowest = costs[i, -1] if lowest is None else min(lowest, costs[i, -1])
    return front
