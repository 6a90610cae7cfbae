"""Units are judged by the standard deviation instead of largest minus smallest."""
EXPECT = ("prune_redundant_neurons_hidden", "largest minus smallest")

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(pruned.layers[:following]).forward(data)
        stays = outputs.std(axis=0) > threshold
        if not stays.any():
            stays[0] = True
        after = pruned.layers[following]
        constants = outputs[:, ~stays].mean(axis=0)
        after.bias.data = after.bias.data + constants @ after.weights.data[~stays]
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(stays))
    return pruned
