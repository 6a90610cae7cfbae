"""Only the first layer is operated on."""
EXPECT = ("check_prune_layer_neurons_check", "Operate on every layer")

def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for keep in ([3, 0, 1], [2, 1], [3]):
        small, masked = candidate(model, 0, keep), silence(model, 0, keep)
        try:
            gap = np.abs(small.forward(inputs) - masked.forward(inputs)).max()
        except ValueError:
            return False
        kept = model.layers[0].weights.data[..., sorted(keep)]
        if gap > 1e-5 or not np.array_equal(small.layers[0].weights.data, kept):
            return False
    return True
