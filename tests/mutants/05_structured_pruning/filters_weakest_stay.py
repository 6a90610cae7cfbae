"""The filters with the smallest norms stay."""
EXPECT = ("prune_structured_check", "largest norms stay")

def prune_structured(model, keep):
    pruned = model.copy()
    for place in weight_places(model)[:-1]:
        if isinstance(model.layers[place], Conv2D):
            norms = compute_neuron_importance(model.layers[place], "l2")
            pruned = prune_layer_neurons(pruned, place, neurons_to_keep(-norms, keep))
    return pruned
