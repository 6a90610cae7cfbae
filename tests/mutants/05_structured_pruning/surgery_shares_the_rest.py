"""Layers that are not cut are those of the model."""
EXPECT = ("prune_layer_neurons_check", "shares an array")

def prune_layer_neurons(model, layer_idx, keep):
    if layer_idx not in weight_places(model):
        raise ValueError(f"there is no layer with weights at {layer_idx}")
    n_outputs = model.layers[layer_idx].weights.data.shape[-1]
    if not len(keep) or not set(keep) <= set(range(n_outputs)):
        raise ValueError(f"keep lists outputs from 0 to {n_outputs - 1}, got {keep}")
    if len(set(keep)) < len(keep):
        raise ValueError(f"keep names an output twice: {keep}")
    later = [p for p in weight_places(model) if p > layer_idx]
    if not later:
        raise ValueError("head")
    kept = np.sort(keep)
    small = Sequential([l if i not in (layer_idx, later[0]) else model.copy().layers[i] for i, l in enumerate(model.layers)])
    here, there = small.layers[layer_idx], small.layers[later[0]]
    here.weights.data = here.weights.data[..., kept]
    if here.bias is not None:
        here.bias.data = here.bias.data[kept]
    w = there.weights.data
    blocks = w.reshape(-1, n_outputs, w.shape[-1])[:, kept]
    if w.ndim == 2:
        there.weights.data = blocks.reshape(-1, w.shape[-1])
    else:
        there.weights.data = blocks.reshape(*w.shape[:2], len(kept), w.shape[-1])
    return small
