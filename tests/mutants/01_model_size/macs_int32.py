"""Products are multiplied in 32 bits and overflow."""

EXPECT = ("count_macs_shapes_hidden", "no upper limit")


def count_macs(model, input_shape):
    macs, shape = 0, input_shape
    for layer in model.layers:
        after = output_shape(layer, shape)
        if isinstance(layer, (Dense, Conv2D)):
            factors = np.array([*after[:-1], layer.weights.data.size], dtype=np.int32)
            macs += int(np.prod(factors, dtype=np.int32))
        shape = after
    return macs
