"""The kernel is taken to stand on every input pixel, whatever its size."""

EXPECT = ("count_macs_check", "2 positions with 4 products each")


def count_macs(model, input_shape):
    macs, shape = 0, input_shape
    for layer in model.layers:
        after = output_shape(layer, shape)
        if isinstance(layer, (Dense, Conv2D)):
            macs += math.prod(shape[:-1]) * layer.weights.data.size
        shape = after
    return macs
