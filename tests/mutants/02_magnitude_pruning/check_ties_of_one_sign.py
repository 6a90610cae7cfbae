"""Equal sizes have equal signs in every case."""
EXPECT = ("check_magnitude_mask_hidden_which", "equal sizes of both signs")
CELL = "check_magnitude_mask"
CHANGE = (
    "([[2.0, -2.0, 2.0], [2.0, -2.0, 2.0]], 0.5, [[False] * 3, [True] * 3]),",
    "([[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]], 0.5, [[False] * 3, [True] * 3]),",
)
