"""Where all would go, the first stays and its constant is added as well."""
EXPECT = ("prune_redundant_neurons_check", "What stays adds nothing")

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(pruned.layers[:following]).forward(data)
        stays = outputs.max(axis=0) - outputs.min(axis=0) > threshold
        after = pruned.layers[following]
        constants = outputs[:, ~stays].mean(axis=0)
        after.bias.data = after.bias.data + constants @ after.weights.data[~stays]
        if not stays.any():
            stays[0] = True
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(stays))
    return pruned
