"""The least important units are kept."""
EXPECT = ("neurons_to_keep_check", "keep the last k")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep}, or a score is NaN")
    n_keep = max(1, round(keep * importance.size))
    return np.sort(np.argsort(importance, kind="stable")[:n_keep])
