"""Where all would go, the one that varies most stays instead of the first."""
EXPECT = ("prune_redundant_neurons_check", "the first stays")

def prune_redundant_neurons(model, threshold, data):
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(pruned.layers[:following]).forward(data)
        goes = outputs.max(axis=0) - outputs.min(axis=0) <= threshold
        if goes.all():
            goes[np.argmax(np.ptp(outputs, axis=0))] = False
        nxt = pruned.layers[following]
        nxt.bias.data = nxt.bias.data + outputs.mean(axis=0)[goes] @ nxt.weights.data[goes]
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(~goes))
    return pruned
