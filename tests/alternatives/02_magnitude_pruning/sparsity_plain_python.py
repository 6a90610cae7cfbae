"""Counts number by number, without numpy, and finds the layers by itself."""

def calculate_sparsity(layer_or_model):
    zeros = total = 0
    for layer in getattr(layer_or_model, "layers", (layer_or_model,)):
        if hasattr(layer, "weights"):
            for value in layer.weights.data.flat:
                total += 1
                zeros += not value
    return zeros / max(total, 1)
