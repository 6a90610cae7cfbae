"""Where all would go, the last stays instead of the first."""
EXPECT = ("prune_redundant_neurons_check", "the first stays")

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(pruned.layers[:following]).forward(data)
        stays = outputs.max(axis=0) - outputs.min(axis=0) > threshold
        if not stays.any():
            stays[-1] = True
        after = pruned.layers[following]
        constants = outputs[:, ~stays].mean(axis=0)
        after.bias.data = after.bias.data + constants @ after.weights.data[~stays]
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(stays))
    return pruned
