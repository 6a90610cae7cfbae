"""Convolutions are left out of the scan."""
EXPECT = ("sensitivity_scan_hidden", "the scan has shape (4, 5)")

def sensitivity_scan(model, sparsities, evaluate):
    places = [i for i, layer in enumerate(model.layers) if isinstance(layer, Dense)]
    scores = np.zeros((len(places), len(sparsities)))
    for row, place in enumerate(places):
        for column, sparsity in enumerate(sparsities):
            trial = model.copy()
            trial.layers[place] = prune_weights_by_magnitude(model.layers[place], sparsity)
            scores[row, column] = evaluate(trial)
    return scores
