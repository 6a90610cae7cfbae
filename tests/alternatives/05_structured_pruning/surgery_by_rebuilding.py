"""New layers are built and filled; the model is put together from them."""

def prune_layer_neurons(model, layer_idx, keep):
    if layer_idx not in weight_places(model):
        raise ValueError(f"there is no layer with weights at {layer_idx}")
    n_outputs = model.layers[layer_idx].weights.data.shape[-1]
    if not len(keep) or not set(keep) <= set(range(n_outputs)):
        raise ValueError(f"keep lists outputs from 0 to {n_outputs - 1}, got {keep}")
    if len(set(keep)) < len(keep):
        raise ValueError(f"keep names an output twice: {keep}")
    later = [i for i in weight_places(model) if i > layer_idx]
    if not later:
        raise ValueError("the head")

    def fresh(layer, arrays):
        kernel = arrays[0].shape
        bias = layer.bias is not None
        if isinstance(layer, Dense):
            new = Dense(kernel[0], kernel[1], bias=bias)
        else:
            new = Conv2D(kernel[2], kernel[3], kernel[0], stride=layer.stride,
                         padding=layer.padding, bias=bias)
        for parameter, array in zip(new.parameters(), arrays):
            parameter.data = array
        return new

    stays = np.isin(np.arange(n_outputs), np.asarray(keep))
    layers = model.copy().layers
    here, there = layers[layer_idx], layers[later[0]]
    layers[layer_idx] = fresh(here, [p.data[..., stays] for p in here.parameters()])
    arrays = [p.data for p in there.parameters()]
    if isinstance(there, Conv2D):
        arrays[0] = arrays[0][:, :, stays]
    else:
        arrays[0] = arrays[0][np.tile(stays, len(arrays[0]) // n_outputs)]
    layers[later[0]] = fresh(there, arrays)
    return Sequential(layers)
