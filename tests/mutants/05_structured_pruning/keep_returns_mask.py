"""A mask of booleans comes instead of positions."""
EXPECT = ("neurons_to_keep_check", "array of integers")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep}, or a score is NaN")
    n_keep = max(1, round(keep * importance.size))
    mask = np.zeros(importance.size, dtype=bool)
    mask[np.argsort(importance, kind="stable")[importance.size - n_keep :]] = True
    return mask
