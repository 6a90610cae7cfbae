"""The list is in order of score, not of position."""
EXPECT = ("neurons_to_keep_check", "ascending order")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep}, or a score is NaN")
    n_keep = max(1, round(keep * importance.size))
    return np.argsort(importance, kind="stable")[importance.size - n_keep :]
