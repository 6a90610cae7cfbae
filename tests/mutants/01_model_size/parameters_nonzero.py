"""Only numbers other than zero are counted, so fresh biases vanish."""

EXPECT = ("count_parameters_check", "Count every entry")


def count_parameters(model):
    return sum(int(np.count_nonzero(p.data)) for p in model.parameters())
