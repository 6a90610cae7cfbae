"""Dense layers are cut as well."""
EXPECT = ("prune_structured_check", "dense layers keep")

def prune_structured(model, keep):
    pruned = model.copy()
    for place in weight_places(model)[:-1]:
        norms = compute_neuron_importance(model.layers[place], "l2")
        pruned = prune_layer_neurons(pruned, place, neurons_to_keep(norms, keep))
    return pruned
