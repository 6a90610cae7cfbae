"""The copy is shallow: both layers share one array of weights."""
EXPECT = ("prune_weights_by_magnitude_check", "work on deepcopy")

def prune_weights_by_magnitude(layer, pruning_ratio):
    pruned = object.__new__(type(layer))
    pruned.__dict__.update(layer.__dict__)
    pruned.weights.data *= magnitude_mask(layer.weights.data, pruning_ratio)
    return pruned
