"""Stores the scale as a Python number, without its axes."""
EXPECT = ("quantize_model_weights_check", "axes, as from quantization_params")
CELL = "quantize_model_weights"
CHANGE = (
    'return quantized, {"codes": codes, "scale": scale, "zero_point": zero_point}',
    "first = scale.item() if scale.size == 1 else scale\n"
    '    return quantized, {"codes": codes, "scale": first, "zero_point": zero_point}',
)
