"""The middle between smallest and largest stands for the mean."""
EXPECT = ("prune_redundant_neurons_check", "its mean output")

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(pruned.layers[:following]).forward(data)
        goes = outputs.max(axis=0) - outputs.min(axis=0) <= threshold
        if goes.all():
            goes[0] = False
        nxt = pruned.layers[following]
        nxt.bias.data = nxt.bias.data + ((outputs.max(axis=0) + outputs.min(axis=0)) / 2)[goes] @ nxt.weights.data[goes]
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(~goes))
    return pruned
