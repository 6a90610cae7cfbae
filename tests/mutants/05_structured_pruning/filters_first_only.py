"""Only the first convolution is cut."""
EXPECT = ("prune_structured_check", "Every convolution is cut")

def prune_structured(model, keep):
    for place in weight_places(model)[:-1]:
        if isinstance(model.layers[place], Conv2D):
            norms = compute_neuron_importance(model.layers[place], "l2")
            return prune_layer_neurons(model, place, neurons_to_keep(norms, keep))
    return model.copy()
