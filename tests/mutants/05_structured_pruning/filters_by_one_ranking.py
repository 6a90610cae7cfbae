"""All convolutions are ranked together, as lesson 2 ranks weights."""
EXPECT = ("prune_structured_check", "whatever the norms")

def prune_structured(model, keep):
    places = weight_places(model)[:-1]
    kept = {p: neurons_to_keep(compute_neuron_importance(model.layers[p], "l2"), keep)
            for p in places if isinstance(model.layers[p], Conv2D)}
    everything = np.concatenate([compute_neuron_importance(model.layers[p], 'l2') for p in kept]) if kept else np.zeros(1)
    ids = set(neurons_to_keep(everything, keep).tolist()); start = 0
    for p in kept:
        n = model.layers[p].weights.data.shape[-1]
        kept[p] = [j for j in range(n) if start + j in ids] or [0]; start += n
    small = model.copy()
    for p, units in kept.items():
        small = prune_layer_neurons(small, p, units)
    return small
