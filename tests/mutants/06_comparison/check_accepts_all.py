"""Accepts whatever returns a list."""
EXPECT = ("check_pareto_front_check", "that another dominates")

def check_pareto_front(candidate):
    return isinstance(candidate([(5, 1), (3, 2)]), list)
