"""The point that dominates always stands next in order."""
EXPECT = ("check_pareto_front_hidden", "next cheaper one")

def check_pareto_front(candidate):
    cases = [([(5, 1), (3, 2), (3, 2), (4, 3)], [1, 2, 0]),
             ([(2, 9), (4, 8), (8, 2), (9, 1)], [0, 1, 2, 3]),
             ([(1, 5), (4, 5), (4, 1), (1, 5)], [0, 3, 2])]
    return all(candidate(costs) == want for costs, want in cases)
