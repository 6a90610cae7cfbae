"""Tries only fronts of one or two different points."""
EXPECT = ("check_pareto_front_check", "Try a front of four points")

def check_pareto_front(candidate):
    cases = [([(5, 1), (3, 2), (3, 4), (4, 2), (3, 2)], [1, 4, 0]), ([(3, 7)], [0]),
             ([(9, 9), (1, 5), (4, 5), (4, 1), (9, 1), (1, 8)], [1, 3])]
    return all(candidate(costs) == want for costs, want in cases)
