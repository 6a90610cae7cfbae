"""keep is read as the fraction that goes."""
EXPECT = ("prune_structured_check", "keep is what")

def prune_structured(model, keep):
    pruned = model.copy()
    for place in weight_places(model)[:-1]:
        if isinstance(model.layers[place], Conv2D):
            norms = compute_neuron_importance(model.layers[place], "l2")
            n = norms.size
            kept = neurons_to_keep(norms, max(1 / n, 1 - keep))
            pruned = prune_layer_neurons(pruned, place, kept)
    return pruned
