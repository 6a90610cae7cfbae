"""The lists begin with 0, 1, ...: what takes the first entries looks right."""
EXPECT = ("check_prune_layer_neurons_hidden", "first rows")

def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([2, 1, 0], [0, 1], [0]):
            small, masked = candidate(model, place, keep), silence(model, place, keep)
            try:
                gap = np.abs(small.forward(inputs) - masked.forward(inputs)).max()
            except ValueError:
                return False
            kept = model.layers[place].weights.data[..., sorted(keep)]
            if gap > 1e-5 or not np.array_equal(small.layers[place].weights.data, kept):
                return False
    return True
