"""Biases are counted with the weights."""
EXPECT = ("calculate_sparsity_check", "without biases")

def calculate_sparsity(layer_or_model):
    arrays = [parameter.data for parameter in layer_or_model.parameters()]
    total = sum(array.size for array in arrays)
    return sum(int((array == 0).sum()) for array in arrays) / total if total else 0.0
