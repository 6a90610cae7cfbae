"""Answers are flattened before they are compared, so that a lost shape goes unseen."""
EXPECT = ("check_magnitude_mask_check", "Look at the shape")
CELL = "check_magnitude_mask"
CHANGE = (
    "if mask.dtype != bool or mask.tolist() != want:",
    "if mask.dtype != bool or mask.ravel().tolist() != np.ravel(want).tolist():",
)
