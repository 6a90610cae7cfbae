"""A convolution at the end is cut, too, or stops the function."""
EXPECT = ("prune_structured_check", "is the head, and stays whole")

def prune_structured(model, keep):
    pruned = model.copy()
    for place in weight_places(model):
        if isinstance(model.layers[place], Conv2D):
            norms = compute_neuron_importance(model.layers[place], "l2")
            kept = neurons_to_keep(norms, keep)
            if place == weight_places(model)[-1]:
                for parameter in pruned.layers[place].parameters():
                    parameter.data = parameter.data[..., kept]
            else:
                pruned = prune_layer_neurons(pruned, place, kept)
    return pruned
