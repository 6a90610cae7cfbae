"""The size comes in bytes."""

EXPECT = ("calculate_model_size_check", "0.437544 MB")


def calculate_model_size(model):
    return float(sum(p.data.nbytes for p in model.parameters()))
