"""Refuses every candidate."""
EXPECT = ("check_pareto_front_check", "the verdict is True")

def check_pareto_front(candidate):
    return candidate([(5, 1), (3, 2)]) is None
