"""All layers are judged in the whole network instead of behind what is cut already."""
EXPECT = ("prune_redundant_neurons_hidden", "as cut so far")

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(model.layers[:following]).forward(data)
        stays = outputs.max(axis=0) - outputs.min(axis=0) > threshold
        if not stays.any():
            stays[0] = True
        after = pruned.layers[following]
        constants = outputs[:, ~stays].mean(axis=0)
        after.bias.data = after.bias.data + constants @ after.weights.data[~stays]
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(stays))
    return pruned
