"""Behind Flatten each channel is expected as a block of neighbouring rows."""
EXPECT = ("check_prune_layer_neurons_check", "behind Flatten")

def check_prune_layer_neurons(candidate, kind):
    model, _ = patient(kind)
    places = weight_places(model)
    for place, following in zip(places[:-1], places[1:]):
        n = model.layers[place].weights.data.shape[-1]
        for keep in ([3, 0, 1], [2, 1], [3]):
            small = candidate(model, place, keep)
            kept = model.layers[place].weights.data[..., sorted(keep)]
            if not np.array_equal(small.layers[place].weights.data, kept):
                return False
            bias = model.layers[place].bias.data[sorted(keep)]
            if not np.array_equal(small.layers[place].bias.data, bias):
                return False
            old = model.layers[following].weights.data
            if old.ndim == 4:
                due = old[:, :, sorted(keep)]
            else:
                due = old.reshape(n, -1, old.shape[1])[sorted(keep)].reshape(-1, old.shape[1])
            if not np.array_equal(small.layers[following].weights.data, due):
                return False
    return True
