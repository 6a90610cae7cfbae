"""A megabyte is taken for 1,048,576 bytes."""

EXPECT = ("calculate_model_size_check", "1 MB is 1,000,000 bytes")


def calculate_model_size(model):
    return sum(p.data.nbytes for p in model.parameters()) / 2**20
