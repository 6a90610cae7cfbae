"""The row number is used as the layer's place in the model."""
EXPECT = ("sensitivity_scan_check", "the scan at 1 and 0.5 is")

def sensitivity_scan(model, sparsities, evaluate):
    places = [i for i, layer in enumerate(model.layers) if weight_layers(layer)]
    scores = np.zeros((len(places), len(sparsities)))
    for row in range(len(places)):
        for column, sparsity in enumerate(sparsities):
            trial = model.copy()
            if weight_layers(trial.layers[row]):
                trial.layers[row] = prune_weights_by_magnitude(trial.layers[row], sparsity)
            scores[row, column] = evaluate(trial)
    return scores
