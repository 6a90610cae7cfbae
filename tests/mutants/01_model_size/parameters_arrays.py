"""Arrays are counted instead of the numbers in them."""

EXPECT = ("count_parameters_check", "Count every entry")


def count_parameters(model):
    return len(model.parameters())
