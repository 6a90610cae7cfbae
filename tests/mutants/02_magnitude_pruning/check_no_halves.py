"""No s n ends in a half, so that halves may go either way."""
EXPECT = ("check_magnitude_mask_hidden", "rounds a half up")
CELL = "check_magnitude_mask"
CHANGE = (
    "([6.0, 5.0, 4.0, 3.0, 2.0], 0.5, [True, True, True, False, False]),",
    "([6.0, 5.0, 4.0, 3.0, 2.0], 0.4, [True, True, True, False, False]),",
)
