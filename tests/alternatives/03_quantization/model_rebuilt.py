"""Builds a new Sequential from copies, asks for the type of a layer, and uses a negative axis."""

def quantize_layer_weights(layer, bits, per_channel=False, symmetric=False):
    quantized = deepcopy(layer)
    grid = quantization_params(quantized.weights.data, bits, symmetric=symmetric,
                               axis=-1 if per_channel else None)
    stored = dict(zip(("scale", "zero_point"), grid, strict=True))
    stored["codes"] = quantize(quantized.weights.data, *grid, bits)
    quantized.weights.data = dequantize(stored["codes"], *grid)
    return quantized, stored


def quantize_model_weights(model, bits, per_channel=False, symmetric=False):
    layers, arrays = [], {}
    for place, layer in enumerate(model.layers):
        if isinstance(layer, Dense | Conv2D):
            layer, stored = quantize_layer_weights(
                layer, bits, per_channel=per_channel, symmetric=symmetric)
            for key, array in stored.items():
                arrays[str(place) + "." + key] = array
        layers.append(deepcopy(layer))
    return Sequential(layers), arrays
