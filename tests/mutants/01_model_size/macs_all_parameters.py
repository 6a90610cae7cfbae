"""Every parameter, bias included, is counted as one product."""

EXPECT = ("count_macs_check", "none for its bias")


def count_macs(model, input_shape):
    return sum(parameter.data.size for parameter in model.parameters())
