"""A loop over the units; each constant is added by itself."""

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    places = weight_places(model)
    for i in range(len(places) - 1):
        seen = data
        for layer in pruned.layers[: places[i + 1]]:
            seen = layer.forward(seen)
        idle = [u for u, column in enumerate(seen.T) if np.ptp(column) <= threshold]
        if len(idle) == seen.shape[1]:
            idle.remove(0)
        after = pruned.layers[places[i + 1]]
        for unit in idle:
            share = np.float32(seen[:, unit].mean()) * after.weights.data[unit]
            after.bias.data = after.bias.data + share
        keep = [unit for unit in range(seen.shape[1]) if unit not in idle]
        pruned = prune_layer_neurons(pruned, places[i], keep)
    return pruned
