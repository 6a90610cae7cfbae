"""Accepts whatever returns a list."""
EXPECT = ("check_pareto_front_check", "the verdict is False")

def check_pareto_front(candidate):
    return isinstance(candidate([(5, 1), (3, 2)]), list)
