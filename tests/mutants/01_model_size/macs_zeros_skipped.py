"""Products with a zero weight are not counted, as if the layer skipped them."""

EXPECT = ("count_macs_shapes_hidden", "Multiplying by zero is a multiplication")


def count_macs(model, input_shape):
    macs, shape = 0, input_shape
    for layer in model.layers:
        after = output_shape(layer, shape)
        if isinstance(layer, (Dense, Conv2D)):
            macs += math.prod(after[:-1]) * int(np.count_nonzero(layer.weights.data))
        shape = after
    return macs
