"""The dtypes of the first layer's weights and bias are taken for all layers."""

EXPECT = ("calculate_model_size_check", "dtype of its own")


def calculate_model_size(model):
    total, itemsizes = 0, {}
    for layer in model.layers:
        for name, parameter in layer.named_parameters().items():
            itemsize = itemsizes.setdefault(name, parameter.data.dtype.itemsize)
            total += parameter.data.size * itemsize
    return total / 1_000_000
