"""A ranking by score and position with lexsort, and a mask."""

def neurons_to_keep(importance, keep):
    n = importance.size
    if np.isnan(keep) or keep <= 0 or keep > 1 or np.isnan(importance.sum()):
        raise ValueError(keep)
    best_first = np.lexsort((np.arange(n), importance))[::-1]
    stays = np.zeros(n, bool)
    stays[best_first[: max(1, round(keep * n))]] = True
    return np.nonzero(stays)[0]
