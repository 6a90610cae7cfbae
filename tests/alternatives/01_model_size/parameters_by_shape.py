"""Shapes of weights and bias are multiplied out, layer by layer."""


def count_parameters(model):
    total = 0
    for layer in model.layers:
        for name in ("weights", "bias"):
            parameter = getattr(layer, name, None)
            if parameter is not None:
                total += math.prod(parameter.data.shape)
    return total
