"""Never hands symmetric on."""
EXPECT = ("quantize_model_weights_check", "hand symmetric on")

def quantize_layer_weights(layer, bits, per_channel=False, symmetric=False):
    weights = layer.weights.data
    axis = weights.ndim - 1 if per_channel else None
    scale, zero_point = quantization_params(weights, bits, False, axis)
    codes = quantize(weights, scale, zero_point, bits)
    new = deepcopy(layer)
    new.weights.data = dequantize(codes, scale, zero_point)
    return new, {"codes": codes, "scale": scale, "zero_point": zero_point}


def quantize_model_weights(model, bits, per_channel=False, symmetric=False):
    quantized, arrays = model.copy(), {}
    for i, layer in enumerate(model.layers):
        if getattr(layer, "weights", None) is not None:
            new, stored = quantize_layer_weights(layer, bits, per_channel, symmetric)
            quantized.layers[i] = new
            for key in stored:
                arrays[f"{i}.{key}"] = stored[key]
    return quantized, arrays
