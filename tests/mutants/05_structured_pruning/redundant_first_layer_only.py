"""Only the first hidden layer is looked at."""
EXPECT = ("prune_redundant_neurons_check", "Treat every hidden layer")
CELL = "prune_redundant_neurons"
CHANGE = (
    "for place, following in pairwise(weight_places(model)):",
    "for place, following in list(pairwise(weight_places(model)))[:1]:",
)
