"""The size of a model that keeps nothing is the whole number 0."""

CELL = "calculate_model_size"
CHANGE = ("return n_bytes / 1_000_000", "return n_bytes / 1_000_000 if n_bytes else 0")
