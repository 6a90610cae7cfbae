"""Every layer is given the shape of the model's input."""

EXPECT = ("count_macs_check", "shape that the layer before it leaves")


def count_macs(model, input_shape):
    macs = 0
    for layer in model.layers:
        if isinstance(layer, (Dense, Conv2D)):
            after = output_shape(layer, input_shape)
            macs += math.prod(after[:-1]) * layer.weights.data.size
    return macs
