"""Of equal scores the last go, as when the ranking is turned round."""
EXPECT = ("neurons_to_keep_check", "[3]")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep}, or a score is NaN")
    n_keep = max(1, round(keep * importance.size))
    return np.sort(np.argsort(-importance, kind="stable")[:n_keep])
