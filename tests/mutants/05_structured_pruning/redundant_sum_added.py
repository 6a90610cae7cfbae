"""The sum of the outputs goes into the bias instead of their mean."""
EXPECT = ("prune_redundant_neurons_check", "adds its mean output")
CELL = "prune_redundant_neurons"
CHANGE = (
    "constants = outputs[:, ~stays].mean(axis=0)",
    "constants = outputs[:, ~stays].sum(axis=0)",
)
