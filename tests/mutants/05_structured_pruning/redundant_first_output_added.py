"""The output for the first example stands for the mean."""
EXPECT = ("prune_redundant_neurons_check", "mean output")
CELL = "prune_redundant_neurons"
CHANGE = ("constants = outputs[:, ~stays].mean(axis=0)", "constants = outputs[0, ~stays]")
