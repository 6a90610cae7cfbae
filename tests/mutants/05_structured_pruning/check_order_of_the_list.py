"""The order of the list is expected where that of the model is right."""
EXPECT = ("check_prune_layer_neurons_check", "right_for_dense_networks")

def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([3, 0, 1], [2, 1], [3]):
            small, masked = candidate(model, place, keep), silence(model, place, keep)
            try:
                gap = np.abs(small.forward(inputs) - masked.forward(inputs)).max()
            except ValueError:
                return False
            kept = model.layers[place].weights.data[..., keep]
            if gap > 1e-5 or not np.array_equal(small.layers[place].weights.data, kept):
                return False
    return True
