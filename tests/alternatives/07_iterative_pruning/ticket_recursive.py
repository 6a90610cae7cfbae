"""A search of r rounds begins with one of r - 1."""

def find_ticket(start, train, rounds, fraction=0.2):
    if rounds == 0:
        return [np.ones_like(w.data, dtype=bool) for w in weights_of(start)]
    masks = find_ticket(start, train, rounds - 1, fraction)
    model = train(rewind(start, masks), masks)
    left = (1 - fraction) ** rounds
    return masks_by_score([abs(w.data) for w in weights_of(model)], 1 - left)
