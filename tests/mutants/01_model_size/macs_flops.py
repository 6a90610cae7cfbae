"""Multiplication and addition are counted apart: twice the MACs."""

EXPECT = ("count_macs_check", "109184")


def count_macs(model, input_shape):
    macs, shape = 0, input_shape
    for layer in model.layers:
        after = output_shape(layer, shape)
        if isinstance(layer, (Dense, Conv2D)):
            macs += 2 * math.prod(after[:-1]) * layer.weights.data.size
        shape = after
    return macs
