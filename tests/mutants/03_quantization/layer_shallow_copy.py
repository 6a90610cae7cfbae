"""The copy is shallow: both layers share one Parameter."""
EXPECT = ("quantize_model_weights_check", "Change the copy")
CELL = "quantize_model_weights"
CHANGE = (
    "quantized = deepcopy(layer)",
    "import copy\n    quantized = copy.copy(layer)",
)
