"""The number to cut is counted, and the ranking made by hand."""

def find_ticket(start, train, rounds, fraction=0.2):
    masks = [np.full(w.data.shape, True) for w in weights_of(start)]
    n = sum(mask.size for mask in masks)
    for turn in range(rounds):
        model = start.copy()
        hold(model, masks)
        model = train(model, masks)
        flat = np.concatenate([np.abs(w.data).ravel() for w in weights_of(model)])
        kept = np.full(n, True)
        kept[np.argsort(flat, kind="stable")[:round((1 - (1 - fraction) ** (turn + 1)) * n)]] = False
        masks, at = [], 0
        for weight in weights_of(start):
            masks.append(kept[at:at + weight.data.size].reshape(weight.data.shape))
            at += weight.data.size
    return masks
