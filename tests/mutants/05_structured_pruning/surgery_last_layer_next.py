"""The last layer with weights is taken for the next one."""
EXPECT = ("prune_layer_neurons_check", "only that, loses inputs")

def prune_layer_neurons(model, layer_idx, keep):
    if layer_idx not in weight_places(model):
        raise ValueError(f"there is no layer with weights at {layer_idx}")
    n_outputs = model.layers[layer_idx].weights.data.shape[-1]
    if not len(keep) or not set(keep) <= set(range(n_outputs)):
        raise ValueError(f"keep lists outputs from 0 to {n_outputs - 1}, got {keep}")
    if len(set(keep)) < len(keep):
        raise ValueError(f"keep names an output twice: {keep}")
    following = [place for place in weight_places(model) if place > layer_idx]
    if not following:
        raise ValueError("the head")
    pruned, kept = model.copy(), sorted(keep)
    layer, after = pruned.layers[layer_idx], pruned.layers[following[-1]]
    layer.weights.data = layer.weights.data[..., kept]
    if layer.bias is not None:
        layer.bias.data = layer.bias.data[kept]
    old = after.weights.data
    rows = [row for row in range(len(old)) if row % n_outputs in kept]
    after.weights.data = old[rows] if old.ndim == 2 else old[:, :, kept]
    return pruned
