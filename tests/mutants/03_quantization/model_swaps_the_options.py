"""Hands symmetric and per_channel on in the wrong order."""
EXPECT = ("quantize_model_weights_check", "in this order")
CELL = "quantize_model_weights"
CHANGE = ("quantize_layer_weights(layer, bits, per_channel, symmetric)", "quantize_layer_weights(layer, bits, symmetric, per_channel)")
