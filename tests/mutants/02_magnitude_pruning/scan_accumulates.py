"""One copy for the whole scan: earlier cuts are still there."""
EXPECT = ("sensitivity_scan_check", "Start every entry from the whole model")

def sensitivity_scan(model, sparsities, evaluate):
    places = [i for i, layer in enumerate(model.layers) if weight_layers(layer)]
    scores = np.zeros((len(places), len(sparsities)))
    trial = model.copy()
    for row, place in enumerate(places):
        for column, sparsity in enumerate(sparsities):
            trial.layers[place] = prune_weights_by_magnitude(trial.layers[place], sparsity)
            scores[row, column] = evaluate(trial)
    return scores
