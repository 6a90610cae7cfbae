"""The sparsities are put in order first."""
EXPECT = ("sensitivity_scan_check", "as given")

def sensitivity_scan(model, sparsities, evaluate):
    places = [i for i, layer in enumerate(model.layers) if weight_layers(layer)]
    scores = np.zeros((len(places), len(sparsities)))
    for row, place in enumerate(places):
        for column, sparsity in enumerate(sorted(sparsities)):
            trial = model.copy()
            trial.layers[place] = prune_weights_by_magnitude(model.layers[place], sparsity)
            scores[row, column] = evaluate(trial)
    return scores
