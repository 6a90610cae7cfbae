"""Sorts the array it was given."""
EXPECT = ("pareto_front_hidden", "array of costs has changed")

def pareto_front(costs):
    table = np.asarray(costs, dtype=float)
    if np.isnan(table).any():
        raise ValueError("NaN")
    front = [i for i, p in enumerate(table)
             if not ((table <= p).all(axis=1) & (table < p).any(axis=1)).any()]
    front = sorted(front, key=lambda i: table[i, 0])
    if isinstance(costs, np.ndarray) and costs.ndim == 2:
        costs.sort(axis=0)
    return front
