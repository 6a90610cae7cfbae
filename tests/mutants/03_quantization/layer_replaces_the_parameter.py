"""Puts an array in the place of the Parameter: layer.weights instead of layer.weights.data."""
EXPECT = ("quantize_model_weights_check", "put the new array into layer.weights.data")
CELL = "quantize_model_weights"
CHANGE = ("quantized.weights.data = dequantize(codes", "quantized.weights = dequantize(codes")
