"""Positions are taken out of the list of all, weakest first."""

def neurons_to_keep(importance, keep):
    if not (keep > 0 and keep <= 1):
        raise ValueError("keep")
    if any(score != score for score in importance.tolist()):
        raise ValueError("NaN")
    places = list(range(len(importance)))
    n_keep = max(1, round(keep * len(places)))
    while len(places) > n_keep:
        places.remove(min(places, key=lambda place: importance[place]))
    return np.array(places)
