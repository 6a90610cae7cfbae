"""Bits are taken for bytes."""

EXPECT = ("calculate_model_size_check", "0.437544 MB")


def calculate_model_size(model):
    return sum(p.data.nbytes for p in model.parameters()) * 8 / 1_000_000
