"""Scores are ranked by their size, so that very negative ones stay."""
EXPECT = ("neurons_to_keep_check", "Negative scores are low")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep}, or a score is NaN")
    n_keep = max(1, round(keep * importance.size))
    order = np.argsort(np.abs(importance), kind="stable")
    return np.sort(order[importance.size - n_keep :])
