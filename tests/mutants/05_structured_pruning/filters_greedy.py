"""Filters are ranked in the model cut so far: their norms have changed by then."""
EXPECT = ("prune_structured_check", "before anything is cut")

def prune_structured(model, keep):
    pruned = model.copy()
    for place in weight_places(model)[:-1]:
        if isinstance(pruned.layers[place], Conv2D):
            norms = compute_neuron_importance(pruned.layers[place], "l2")
            pruned = prune_layer_neurons(pruned, place, neurons_to_keep(norms, keep))
    return pruned
