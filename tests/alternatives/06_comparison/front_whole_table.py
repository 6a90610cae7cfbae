"""All pairs in one numpy table; places as numpy integers."""

def pareto_front(costs):
    table = np.array(costs, dtype=float)
    if table.size == 0:
        return []
    if np.isnan(table.sum(axis=1)).any() and np.isnan(table).any():
        raise ValueError("a cost is NaN")
    less_equal = np.all(table[:, None] <= table[None], axis=-1)
    less = np.any(table[:, None] < table[None], axis=-1)
    kept = np.flatnonzero(np.logical_not((less_equal & less).any(axis=0)))
    return list(kept[np.argsort(table[kept, 0], kind="stable")])
