"""Sizes are rounded to six places before they are ranked."""
EXPECT = ("magnitude_mask_hidden", "Rank the sizes as they are")
CELL = "magnitude_mask"
CHANGE = ("np.argsort(np.abs(weights),", "np.argsort(np.abs(weights).round(6),")
