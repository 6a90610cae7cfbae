"""Numbers the layers with weights 0, 1, 2 instead of by their place in the model."""
EXPECT = ("quantize_model_weights_check", "quantize_model_weights stores")

def quantize_layer_weights(layer, bits, per_channel=False, symmetric=False):
    weights = layer.weights.data
    axis = weights.ndim - 1 if per_channel else None
    scale, zero_point = quantization_params(weights, bits, symmetric, axis)
    codes = quantize(weights, scale, zero_point, bits)
    new = deepcopy(layer)
    new.weights.data = dequantize(codes, scale, zero_point)
    return new, {"codes": codes, "scale": scale, "zero_point": zero_point}


def quantize_model_weights(model, bits, per_channel=False, symmetric=False):
    quantized, arrays, n = model.copy(), {}, 0
    for i, layer in enumerate(model.layers):
        if getattr(layer, "weights", None) is not None:
            quantized.layers[i], stored = quantize_layer_weights(
                layer, bits, per_channel, symmetric)
            arrays.update({f"{n}.{key}": array for key, array in stored.items()})
            n += 1
    return quantized, arrays
