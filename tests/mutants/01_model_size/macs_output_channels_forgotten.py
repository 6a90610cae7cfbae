"""Positions are counted once, not once for every filter."""

EXPECT = ("count_macs_check", "every filter counts")


def count_macs(model, input_shape):
    macs, shape = 0, input_shape
    for layer in model.layers:
        after = output_shape(layer, shape)
        if isinstance(layer, Dense):
            macs += layer.weights.data.size
        elif isinstance(layer, Conv2D):
            macs += after[0] * after[1] * layer.kernel_size**2 * layer.in_channels
        shape = after
    return macs
