"""Where all would go, the last stays instead of the first."""
EXPECT = ("prune_redundant_neurons_check", "the first stays")
CELL = "prune_redundant_neurons"
CHANGE = ("stays[0] = True", "stays[-1] = True")
