"""One branch for each layer type, with the shape rules written out again."""


def count_macs(model, input_shape):
    total, shape = 0, list(input_shape)
    for layer in model.layers:
        if isinstance(layer, Dense):
            total += layer.in_features * layer.out_features
            shape = [layer.out_features]
        elif isinstance(layer, Conv2D):
            k, s, p = layer.kernel_size, layer.stride, layer.padding
            rows, columns = [(n + 2 * p - k) // s + 1 for n in shape[:2]]
            total += rows * columns * k * k * layer.in_channels * layer.out_channels
            shape = [rows, columns, layer.out_channels]
        elif isinstance(layer, MaxPool2D):
            shape = [shape[0] // layer.size, shape[1] // layer.size, shape[2]]
        elif isinstance(layer, Flatten):
            shape = [math.prod(shape)]
    return total
