"""Stores scales and zero points in one row, which no longer broadcast."""
EXPECT = ("quantize_model_weights_check", "axes, as from quantization_params")
CELL = "quantize_model_weights"
CHANGE = ("\"scale\": scale, \"zero_point\": zero_point}", "\"scale\": scale.ravel(), \"zero_point\": zero_point.ravel()}")
