"""The model given is cut itself."""
EXPECT = ("sensitivity_scan_check", "Start every entry from the whole model")

def sensitivity_scan(model, sparsities, evaluate):
    places = [i for i, layer in enumerate(model.layers) if weight_layers(layer)]
    scores = np.zeros((len(places), len(sparsities)))
    for row, place in enumerate(places):
        for column, sparsity in enumerate(sparsities):
            model.layers[place] = prune_weights_by_magnitude(model.layers[place], sparsity)
            scores[row, column] = evaluate(model)
    return scores
