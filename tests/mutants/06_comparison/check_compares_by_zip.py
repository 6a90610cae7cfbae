"""Compares as far as the shorter list goes: places too many pass."""
EXPECT = ("check_pareto_front_hidden_places", "adds a dominated place")

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
        if len(got) < len(want) or any(a != b for a, b in zip(got, want)):
            return False
    return True
