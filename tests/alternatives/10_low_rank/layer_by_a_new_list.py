"""A new Sequential is built from copies of the layers."""

def factorize_layer(model, layer_idx, first, second):
    layer = model.layers[layer_idx]
    if not isinstance(layer, Dense):
        raise ValueError("no Dense")
    m, n = layer.weights.data.shape
    if first.shape[0] != m or second.shape[1] != n or first.shape[1] != len(second):
        raise ValueError("shapes")
    later = [each for each in model.layers[layer_idx + 1 :] if hasattr(each, "weights")]
    if not later:
        raise ValueError("head")
    if first.size + second.size >= m * n:
        raise ValueError("no smaller")
    copied = model.copy().layers
    down, up = Dense(m, first.shape[1], bias=False), Dense(first.shape[1], n)
    down.weights.data[...] = first
    up.weights.data[...] = second
    up.bias = copied[layer_idx].bias
    return Sequential([*copied[:layer_idx], down, up, *copied[layer_idx + 1 :]])
