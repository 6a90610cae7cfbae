"""Only dense layers are looked at; convolutions are forgotten."""
EXPECT = ("calculate_sparsity_check", "a Dense and a Conv2D")

def calculate_sparsity(layer_or_model):
    layers = getattr(layer_or_model, "layers", [layer_or_model])
    arrays = [layer.weights.data for layer in layers if isinstance(layer, Dense)]
    total = sum(array.size for array in arrays)
    return sum(int((array == 0).sum()) for array in arrays) / total if total else 0.0
