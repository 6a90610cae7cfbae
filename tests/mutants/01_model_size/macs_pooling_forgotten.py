"""The shape is followed through weighted layers only; pooling changes nothing."""

EXPECT = ("count_macs_check", "shape that the layer before it leaves")


def count_macs(model, input_shape):
    macs, shape = 0, input_shape
    for layer in model.layers:
        if isinstance(layer, (Dense, Conv2D)):
            shape = output_shape(layer, shape)
            macs += math.prod(shape[:-1]) * layer.weights.data.size
    return macs
