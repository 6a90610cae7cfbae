"""The long mask is cut at the sizes of the layers instead of at their running totals."""
EXPECT = ("prune_model_by_magnitude_check", "np.split cuts at running totals")
CELL = "prune_model_by_magnitude"
CHANGE = ("ends = np.cumsum([row.size for row in rows])", "ends = [row.size for row in rows]")
