"""NaN passes the test of the bounds, since every comparison with it is false."""
EXPECT = ("neurons_to_keep_check", "NaN among the scores")

def neurons_to_keep(importance, keep):
    if keep <= 0 or keep > 1:
        raise ValueError(f"keep = {keep}")
    n_keep = max(1, round(keep * importance.size))
    order = np.argsort(importance, kind="stable")
    return np.sort(order[importance.size - n_keep :])
