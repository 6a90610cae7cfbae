"""No two weights of any case are equal in size."""
EXPECT = ("check_magnitude_mask_check", "drops_the_last_of_equals")
CELL = "check_magnitude_mask"
CHANGE = (
    "([[2.0, -2.0, 2.0], [2.0, -2.0, 2.0]], 0.5, [[False] * 3, [True] * 3]),",
    "([[2.0, -3.0, 4.0], [5.0, -6.0, 7.0]], 0.5, [[False] * 3, [True] * 3]),",
)
