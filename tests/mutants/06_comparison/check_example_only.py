"""Tries only the example of the text."""
EXPECT = ("check_pareto_front_check", "Try a front of four points")

def check_pareto_front(candidate):
    return candidate([(5, 1), (3, 2), (3, 4), (4, 2), (3, 2)]) == [1, 4, 0]
