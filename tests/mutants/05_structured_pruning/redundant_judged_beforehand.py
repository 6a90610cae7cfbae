"""All layers are judged in the whole network instead of behind what is cut already."""
EXPECT = ("prune_redundant_neurons_check", "hears what the cut network says")
CELL = "prune_redundant_neurons"
CHANGE = (
    "outputs = Sequential(pruned.layers[:following]).forward(data)",
    "outputs = Sequential(model.layers[:following]).forward(data)",
)
