"""The dtype of the first array is taken for all."""

EXPECT = ("calculate_model_size_check", "dtype of its own")


def calculate_model_size(model):
    parameters = model.parameters()
    if not parameters:
        return 0.0
    itemsize = parameters[0].data.dtype.itemsize
    return sum(p.data.size for p in parameters) * itemsize / 1_000_000
