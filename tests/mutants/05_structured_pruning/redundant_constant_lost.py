"""The constant of a cut unit goes nowhere: the next units miss it."""
EXPECT = ("prune_redundant_neurons_check", "the last bias becomes 5")

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(pruned.layers[:following]).forward(data)
        stays = outputs.max(axis=0) - outputs.min(axis=0) > threshold
        if not stays.any():
            stays[0] = True
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(stays))
    return pruned
