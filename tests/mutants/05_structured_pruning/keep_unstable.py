"""A sort that does not keep the order of equals."""
EXPECT = ("neurons_to_keep_check", "not every kind of sort")

def neurons_to_keep(importance, keep):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    if np.isnan(importance).any():
        raise ValueError("nan")
    n = len(importance)
    k = max(1, round(keep * n))
    return np.sort(np.argsort(importance)[n - k:])
