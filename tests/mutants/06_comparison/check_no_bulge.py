"""Tries only fronts on which every point is best for some price."""
EXPECT = ("check_pareto_front_hidden", "best for some price")

def check_pareto_front(candidate):
    cases = [([(5, 1), (3, 2), (3, 4), (4, 2), (3, 2)], [1, 4, 0]),
             ([(9, 0), (0, 9), (1, 5), (3, 3), (8, 7)], [1, 2, 3, 0]),
             ([(1, 5), (4, 5), (4, 1), (9, 1), (1, 8)], [0, 2])]
    return all(candidate(costs) == want for costs, want in cases)
