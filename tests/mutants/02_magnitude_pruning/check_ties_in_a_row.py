"""Equal weights of which some go and some stay stand in one row, never in a matrix."""
EXPECT = ("check_magnitude_mask_hidden_which", "column after column")
CELL = "check_magnitude_mask"
CHANGE = (
    "([[2.0, -2.0, 2.0], [2.0, -2.0, 2.0]], 0.5, [[False] * 3, [True] * 3]),",
    "([2.0, -2.0, 2.0, 2.0, -2.0, 2.0], 0.5, [False] * 3 + [True] * 3),",
)
