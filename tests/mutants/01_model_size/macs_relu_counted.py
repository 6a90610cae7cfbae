"""ReLU is charged one MAC for every element."""

EXPECT = ("count_macs_check", "109184")


def count_macs(model, input_shape):
    macs, shape = 0, input_shape
    for layer in model.layers:
        after = output_shape(layer, shape)
        if isinstance(layer, (Dense, Conv2D)):
            macs += math.prod(after[:-1]) * layer.weights.data.size
        elif isinstance(layer, ReLU):
            macs += math.prod(after)
        shape = after
    return macs
