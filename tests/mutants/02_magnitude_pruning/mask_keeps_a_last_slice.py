"""The last n - k of the ranking are kept: at s = 1 the slice [-0:] is all of them."""
EXPECT = ("magnitude_mask_check", "drops all")
CELL = "magnitude_mask"
CHANGE = (
    "mask = np.ones(weights.size, dtype=bool)\n"
    "    mask[smallest_first[: round(sparsity * weights.size)]] = False",
    "mask = np.zeros(weights.size, dtype=bool)\n"
    "    mask[smallest_first[-(weights.size - round(sparsity * weights.size)) :]] = True",
)
