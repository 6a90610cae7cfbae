"""Answers are flattened before they are compared, so that a lost shape goes unseen."""
EXPECT = ("check_magnitude_mask_check", "Look at the shape")
CELL = "check_magnitude_mask"
CHANGE = (
    (
        "([[1.0, 2.0, 3.0], [7.0, 9.0, 8.0]], 0.4, [[False, False, True], [True] * 3]),",
        "([[1.0, 2.0, 3.0], [7.0, 9.0, 8.0]], 0.4, [False, False, True, True, True, True]),",
    ),
    (
        "if mask.dtype != bool or mask.tolist() != want:",
        "if mask.dtype != bool or mask.ravel().tolist() != want:",
    ),
)
