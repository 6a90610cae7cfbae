"""An int of NumPy is taken for no int."""
EXPECT = ("check_pareto_front_check", "Compare values, not types")
CELL = "check_pareto_front"
CHANGE = (
    "if candidate(points) != front:",
    "got = candidate(points)\n"
    "        if got != front or not all(type(place) is int for place in got):",
)
