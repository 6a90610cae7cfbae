"""Never tries points that are equal in one cost."""
EXPECT = ("check_pareto_front_hidden", "better in both costs")

def check_pareto_front(candidate):
    cases = [([(6, 6), (2, 9), (4, 8), (5, 3), (9, 1), (8, 2), (7, 4)], [1, 2, 3, 5, 4]),
             ([(2, 2), (2, 2), (3, 3), (3, 3)], [0, 1]), ([(9, 2), (1, 4)], [1, 0])]
    return all(candidate(costs) == want for costs, want in cases)
