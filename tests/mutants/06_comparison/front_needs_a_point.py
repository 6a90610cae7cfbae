"""Fails where there is no point."""
EXPECT = ("pareto_front_check", "Without points there is nothing")

def pareto_front(costs):
    costs = np.asarray(costs, dtype=float)
    if np.isnan(costs).any():
        raise ValueError("NaN")

    no_worse = (costs[None, :, :] <= costs[:, None, :]).all(axis=2)
    better = (costs[None, :, :] < costs[:, None, :]).any(axis=2)
    front = np.flatnonzero(~(no_worse & better).any(axis=1)).tolist()
    return sorted(front, key=lambda i: costs[i, 0])
