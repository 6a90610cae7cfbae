"""Compares the first costs of the front's points, not their places."""
EXPECT = ("check_pareto_front_check", "later of equal points first")

def check_pareto_front(candidate):
    cases = [
        ([(5, 1), (3, 2), (3, 4), (4, 2), (3, 2)], [1, 4, 0]),
        ([(6, 6), (2, 9), (4, 8), (5, 3), (9, 1), (8, 2), (7, 4)], [1, 2, 3, 5, 4]),
        ([(1, 5), (4, 5), (4, 1), (9, 1), (1, 8)], [0, 2]),
        ([(2, 2), (2, 2), (3, 3), (3, 3)], [0, 1]),
        ([(3, 7)], [0]),
    ]

    for costs, want in cases:
        got = candidate(costs)
        if not all(isinstance(i, int | np.integer) and 0 <= i < len(costs) for i in got) or len(set(got)) < len(got):
            return False
        if [costs[i] for i in got] != [costs[i] for i in want]:
            return False
    return True
