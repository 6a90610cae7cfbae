"""Cuts one copy and puts the layer's own weights back after every entry."""

def sensitivity_scan(model, sparsities, evaluate):
    places = [i for i, layer in enumerate(model.layers) if weight_layers(layer)]
    scores = np.zeros((len(places), len(sparsities)))
    trial = model.copy()
    for j in range(len(sparsities)):
        for i, layer in enumerate(weight_layers(trial)):
            whole = layer.weights.data
            layer.weights.data = whole * magnitude_mask(whole, sparsities[j])
            scores[i][j] = evaluate(trial)
            layer.weights.data = whole
    return scores
