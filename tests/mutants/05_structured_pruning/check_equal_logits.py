"""Logits have to be equal to the last bit, so that right surgery is refused for rounding."""
EXPECT = ("check_prune_layer_neurons_check", "right_for_dense_networks")


def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([3, 0, 1], [2, 1], [3]):
            small, masked = candidate(model, place, keep), silence(model, place, keep)
            try:
                same = np.array_equal(small.forward(inputs), masked.forward(inputs))
            except ValueError:
                return False
            kept = model.layers[place].weights.data[..., sorted(keep)]
            if not same or not np.array_equal(small.layers[place].weights.data, kept):
                return False
    return True
