"""Without convolutions the very model comes back."""
EXPECT = ("prune_structured_check", "shares an array")

def prune_structured(model, keep):
    places = weight_places(model)[:-1]
    kept = {p: neurons_to_keep(compute_neuron_importance(model.layers[p], "l2"), keep)
            for p in places if isinstance(model.layers[p], Conv2D)}
    small = model
    for p, units in kept.items():
        small = prune_layer_neurons(small, p, units)
    return small
