"""Stores all arrays and returns a copy that nobody quantized."""
EXPECT = ("quantize_model_weights_check", "put each new layer in its place")
CELL = "quantize_model_weights"
CHANGE = ("quantized.layers[i] = new", "quantized.layers[i] = deepcopy(layer)")
