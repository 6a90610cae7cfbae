"""A kernel is taken to have one input channel."""

EXPECT = ("count_macs_check", "all channels")


def count_macs(model, input_shape):
    macs, shape = 0, input_shape
    for layer in model.layers:
        after = output_shape(layer, shape)
        if isinstance(layer, Dense):
            macs += layer.weights.data.size
        elif isinstance(layer, Conv2D):
            macs += math.prod(after) * layer.kernel_size**2
        shape = after
    return macs
