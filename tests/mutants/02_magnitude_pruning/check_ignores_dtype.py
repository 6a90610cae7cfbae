"""Masks of numbers pass, since 1 == True."""
EXPECT = ("check_magnitude_mask_hidden_which", "Look at the dtype")
CELL = "check_magnitude_mask"
CHANGE = (
    "mask = candidate(np.array(weights), sparsity)\n"
    "        if mask.dtype != bool or mask.tolist() != want:",
    "if not np.array_equal(candidate(np.array(weights), sparsity), np.array(want)):",
)
