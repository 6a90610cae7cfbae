"""Tests the four clauses as properties and needs no mask worked out by hand."""

def check_magnitude_mask(candidate):
    verdicts = []
    for weights in ([[1.0, -1.0, 2.0], [1.0, 8.0, 7.0]], [-3.0, 2.0, 8.0, 7.0, 2.0]):
        weights = np.array(weights)
        for sparsity in (0.0, 0.2, 0.35, 0.5, 0.6, 1.0):
            mask = candidate(weights, sparsity)
            good = mask.dtype == bool and mask.shape == weights.shape
            good = good and np.count_nonzero(mask) == weights.size - round(sparsity * weights.size)
            ranks = [(abs(w), i) for i, w in enumerate(weights.ravel())]
            kept = [r for r, m in zip(ranks, mask.ravel(), strict=True) if m]
            gone = [r for r, m in zip(ranks, mask.ravel(), strict=True) if not m]
            verdicts.append(good and (not kept or not gone or max(gone) < min(kept)))
    return all(verdicts)
