"""The model is run and its products counted, instead of derived."""

EXPECT = ("count_macs_shapes_hidden", "do not run the model")


def count_macs(model, input_shape):
    return measure_macs(model, np.zeros((1, *input_shape), dtype=np.float32))
