"""The implementation lent to the check before: dense networks with one ReLU between."""
EXPECT = ("prune_layer_neurons_check", "Behind Flatten")

def prune_layer_neurons(model, layer_idx, keep):
    if layer_idx not in weight_places(model):
        raise ValueError(f"there is no layer with weights at {layer_idx}")
    n_outputs = model.layers[layer_idx].weights.data.shape[-1]
    if not len(keep) or not set(keep) <= set(range(n_outputs)):
        raise ValueError(f"keep lists outputs from 0 to {n_outputs - 1}, got {keep}")
    if len(set(keep)) < len(keep):
        raise ValueError(f"keep names an output twice: {keep}")
    small = model.copy()
    here, there = small.layers[layer_idx], small.layers[min(layer_idx + 2, 3)]
    units = [unit for unit in range(n_outputs) if unit in keep]
    here.weights.data = np.stack([here.weights.data[..., u] for u in units], axis=-1)
    here.bias.data = np.array([here.bias.data[unit] for unit in units])
    if getattr(there, "weights", None) is not None:
        there.weights.data = np.stack([there.weights.data[unit] for unit in units])
    return small
