"""Outputs are set to zero, and the shapes stay."""
EXPECT = ("prune_layer_neurons_check", "Cut the last axis")

def prune_layer_neurons(model, layer_idx, keep):
    if layer_idx not in weight_places(model):
        raise ValueError(f"there is no layer with weights at {layer_idx}")
    n_outputs = model.layers[layer_idx].weights.data.shape[-1]
    if not len(keep) or not set(keep) <= set(range(n_outputs)):
        raise ValueError(f"keep lists outputs from 0 to {n_outputs - 1}, got {keep}")
    if len(set(keep)) < len(keep):
        raise ValueError(f"keep names an output twice: {keep}")
    if layer_idx == weight_places(model)[-1]:
        raise ValueError("the head")
    return silence(model, layer_idx, keep)
