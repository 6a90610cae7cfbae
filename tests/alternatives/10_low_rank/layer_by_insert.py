"""The old layer of the copy becomes the second one, and the thin one is put before it."""

def factorize_layer(model, layer_idx, first, second):
    layer = model.layers[layer_idx]
    if not isinstance(layer, Dense) or layer_idx == weight_places(model)[-1]:
        raise ValueError("this layer stays whole")
    m, n = layer.in_features, layer.out_features
    rank = first.shape[1]
    if (m, n) != (first.shape[0], second.shape[1]) or second.shape[0] != rank:
        raise ValueError("shapes")
    if rank > break_even_rank(m, n):
        raise ValueError("rank")
    small = model.copy()
    small.layers[layer_idx].weights.data = np.array(second)
    thin = Dense(m, rank, bias=False)
    thin.weights.data = np.array(first)
    small.layers.insert(layer_idx, thin)
    return small
