"""All layers but one are cut."""
EXPECT = ("sensitivity_scan_check", "the scan at 1 and 0.5 is")

def sensitivity_scan(model, sparsities, evaluate):
    places = [i for i, layer in enumerate(model.layers) if weight_layers(layer)]
    scores = np.zeros((len(places), len(sparsities)))
    for row, place in enumerate(places):
        for column, sparsity in enumerate(sparsities):
            trial = prune_model_by_magnitude(model, sparsity)
            trial.layers[place] = model.layers[place]
            scores[row, column] = evaluate(trial)
    return scores
