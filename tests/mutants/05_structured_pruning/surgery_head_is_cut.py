"""The head may be cut, too: ten classes become fewer."""
EXPECT = ("prune_layer_neurons_check", "Its outputs are the classes")

def prune_layer_neurons(model, layer_idx, keep):
    if layer_idx not in weight_places(model):
        raise ValueError(f"there is no layer with weights at {layer_idx}")
    n_outputs = model.layers[layer_idx].weights.data.shape[-1]
    if not len(keep) or not set(keep) <= set(range(n_outputs)):
        raise ValueError(f"keep lists outputs from 0 to {n_outputs - 1}, got {keep}")
    if len(set(keep)) < len(keep):
        raise ValueError(f"keep names an output twice: {keep}")
    following = [place for place in weight_places(model) if place > layer_idx]
    pruned, kept = model.copy(), sorted(keep)
    layer = pruned.layers[layer_idx]
    after = pruned.layers[following[0]] if following else None
    layer.weights.data = layer.weights.data[..., kept]
    if layer.bias is not None:
        layer.bias.data = layer.bias.data[kept]
    if after is None:
        return pruned
    old = after.weights.data
    by_channel = old.reshape(-1, n_outputs, old.shape[-1])
    after.weights.data = by_channel[:, kept].reshape(*old.shape[:-2], -1, old.shape[-1])
    return pruned
