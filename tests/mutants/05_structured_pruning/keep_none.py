"""A tiny fraction leaves no unit at all."""
EXPECT = ("neurons_to_keep_check", "keep = 0.05")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep}, or a score is NaN")
    n_keep = round(keep * importance.size)
    order = np.argsort(importance, kind="stable")
    return np.sort(order[importance.size - n_keep :])
