"""Units are judged by their largest deviation from the mean."""
EXPECT = ("prune_redundant_neurons_check", "largest minus smallest")

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(pruned.layers[:following]).forward(data)
        goes = np.abs(outputs - outputs.mean(axis=0)).max(axis=0) <= threshold
        if goes.all():
            goes[0] = False
        nxt = pruned.layers[following]
        nxt.bias.data = nxt.bias.data + outputs.mean(axis=0)[goes] @ nxt.weights.data[goes]
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(~goes))
    return pruned
