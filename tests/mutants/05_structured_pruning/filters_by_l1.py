"""Filters are ranked by l1."""
EXPECT = ("prune_structured_hidden", "others")

def prune_structured(model, keep):
    pruned = model.copy()
    for place in weight_places(model)[:-1]:
        if isinstance(model.layers[place], Conv2D):
            norms = compute_neuron_importance(model.layers[place], "l1")
            pruned = prune_layer_neurons(pruned, place, neurons_to_keep(norms, keep))
    return pruned
