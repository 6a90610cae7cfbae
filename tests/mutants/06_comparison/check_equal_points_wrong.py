"""Believes that of equal points only the first is on the front."""
EXPECT = ("check_pareto_front_check", "the verdict is True")

def check_pareto_front(candidate):
    return (candidate([(5, 1), (3, 2), (3, 4)]) == [1, 0]
            and candidate([(2, 2), (2, 2), (3, 3)]) == [0])
