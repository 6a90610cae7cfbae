"""Compares with the board on random points, by a property and without an own front."""

def check_pareto_front(candidate):
    rng = np.random.default_rng(66)
    for n in list(range(1, 9)) * 25:
        costs = [tuple(int(v) for v in point) for point in rng.integers(0, 10, size=(n, 2))]
        costs[: n // 3] = costs[n - n // 3 :]
        if candidate(list(costs)) != front_on_a_board(costs):
            return False
    return True
