"""Takes every second layer, as cells of the lesson do for their own network."""
EXPECT = ("quantize_model_weights_check", "may stand anywhere in a model")
CELL = "quantize_model_weights"
CHANGE = (
    'for i, layer in enumerate(model.layers):\n        if getattr(layer, "weights", None) is not None:',
    "for i, layer in list(enumerate(model.layers))[::2]:\n        if True:",
)
