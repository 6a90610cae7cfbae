"""The count is derived from the bytes, taking 4 for each number."""

EXPECT = ("count_parameters_check", "whatever its dtype")


def count_parameters(model):
    return sum(p.data.nbytes for p in model.parameters()) // 4
