"""Globally the layers get pieces of the one row, which has the widest of their dtypes."""
EXPECT = ("prune_model_by_magnitude_check", "Give every layer its own weights")
CELL = "prune_model_by_magnitude"
CHANGE = (
    "masks = np.split(magnitude_mask(np.concatenate(rows), sparsity), ends[:-1])",
    "masks = np.split(magnitude_mask(np.concatenate(rows), sparsity), ends[:-1])\n"
    "        rows = np.split(np.concatenate(rows), ends[:-1])",
)
