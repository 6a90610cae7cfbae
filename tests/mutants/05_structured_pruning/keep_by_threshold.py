"""A threshold at the quantile: tied scores stay or go together."""
EXPECT = ("neurons_to_keep_check", "Of equal scores")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep}, or a score is NaN")
    n_keep = max(1, round(keep * importance.size))
    threshold = np.sort(importance)[importance.size - n_keep]
    return np.flatnonzero(importance >= threshold)
