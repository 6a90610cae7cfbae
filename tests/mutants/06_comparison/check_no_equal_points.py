"""Never tries equal points."""
EXPECT = ("check_pareto_front_check", "Try equal points")

def check_pareto_front(candidate):
    cases = [
        ([(5, 1), (3, 2), (3, 4), (4, 2), (3, 2)], [1, 4, 0]),
        ([(6, 6), (2, 9), (4, 8), (5, 3), (9, 1), (8, 2), (7, 4)], [1, 2, 3, 5, 4]),
        ([(1, 5), (4, 5), (4, 1), (9, 1), (1, 8)], [0, 2]),
        ([(2, 2), (2, 2), (3, 3), (3, 3)], [0, 1]),
        ([(3, 7)], [0]),
    ]

    cases = [cases[1], cases[2], ([(5, 1), (3, 2), (3, 4), (4, 2)], [1, 0])]
    return all(candidate(costs) == want for costs, want in cases)
