"""The biases are pruned, too."""
EXPECT = ("prune_weights_by_magnitude_check", "Only weights go")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = deepcopy(layer)
    for parameter in pruned.parameters():
        parameter.data = parameter.data * magnitude_mask(parameter.data, pruning_ratio)
    return pruned
