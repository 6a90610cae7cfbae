"""The scores that were given get sorted."""
EXPECT = ("neurons_to_keep_check", "changed the scores")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep}, or a score is NaN")
    n_keep = max(1, round(keep * importance.size))
    order = np.argsort(importance, kind="stable")
    importance.sort()
    return np.sort(order[importance.size - n_keep :])
