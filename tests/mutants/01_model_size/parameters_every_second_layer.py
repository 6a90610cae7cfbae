"""Dense and ReLU are taken to alternate, as in the example."""

EXPECT = ("count_parameters_check", "may follow each other")


def count_parameters(model):
    return sum(p.data.size for layer in model.layers[::2] for p in layer.parameters())
