"""Convolutions are cut from the last to the first, by lists made beforehand."""

def prune_structured(model, keep):
    lists = {}
    for place, layer in enumerate(model.layers):
        if isinstance(layer, Conv2D) and place != weight_places(model)[-1]:
            squares = (layer.weights.data.astype(float) ** 2).sum(axis=(0, 1, 2))
            lists[place] = neurons_to_keep(np.sqrt(squares), keep)
    pruned = model.copy()
    for place in sorted(lists, reverse=True):
        pruned = prune_layer_neurons(pruned, place, lists[place])
    return pruned
