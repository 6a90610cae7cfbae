"""Only one-dimensional arrays are tried."""
EXPECT = ("check_magnitude_mask_check", "forgets_the_shape")
CELL = "check_magnitude_mask"
CHANGE = (
    (
        "([[1.0, 2.0, 3.0], [7.0, 9.0, 8.0]], 0.4, [[False, False, True], [True] * 3]),",
        "([1.0, 2.0, 3.0, 7.0, 9.0, 8.0], 0.4, [False, False, True, True, True, True]),",
    ),
    (
        "([[2.0, -2.0, 2.0], [2.0, -2.0, 2.0]], 0.5, [[False] * 3, [True] * 3]),",
        "([2.0, -2.0, 2.0, 2.0, -2.0, 2.0], 0.5, [False] * 3 + [True] * 3),",
    ),
)
