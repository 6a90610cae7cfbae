"""A fraction of 0 is taken for one unit."""
EXPECT = ("neurons_to_keep_check", "keep = 0")

def neurons_to_keep(importance, keep):
    if not 0 <= keep <= 1:
        raise ValueError("keep")
    if np.isnan(importance).any():
        raise ValueError("nan")
    n = len(importance)
    k = max(1, round(keep * n))
    return np.sort(np.argsort(importance, kind="stable")[n - k:])
