"""A bad fraction is pushed into its range instead of being refused."""
EXPECT = ("prune_structured_hidden", "asks for a ValueError")

def prune_structured(model, keep):
    keep = min(max(keep, 1e-6), 1.0) if keep == keep else 1.0
    pruned = model.copy()
    for place in weight_places(model)[:-1]:
        if isinstance(model.layers[place], Conv2D):
            norms = compute_neuron_importance(model.layers[place], "l2")
            pruned = prune_layer_neurons(pruned, place, neurons_to_keep(norms, keep))
    return pruned
