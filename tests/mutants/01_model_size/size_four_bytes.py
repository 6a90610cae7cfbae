"""Every number is taken to have 4 bytes."""

EXPECT = ("calculate_model_size_check", "dtype of its own")


def calculate_model_size(model):
    return sum(p.data.size for p in model.parameters()) * 4 / 1_000_000
