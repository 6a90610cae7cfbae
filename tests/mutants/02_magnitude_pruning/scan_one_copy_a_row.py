"""One copy for each layer: a cut at 0.75 is still there when 0.1 is asked for."""
EXPECT = ("sensitivity_scan_hidden", "Start from the whole model")

def sensitivity_scan(model, sparsities, evaluate):
    places = [i for i, layer in enumerate(model.layers) if weight_layers(layer)]
    scores = np.zeros((len(places), len(sparsities)))
    for row, place in enumerate(places):
        trial = model.copy()
        for column, sparsity in enumerate(sparsities):
            trial.layers[place] = prune_weights_by_magnitude(trial.layers[place], sparsity)
            scores[row, column] = evaluate(trial)
    return scores
