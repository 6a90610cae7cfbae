"""Every list has two entries: what fails for one goes unseen."""
EXPECT = ("check_prune_layer_neurons_check", "a single entry")

def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([3, 1], [1, 2], [2, 0]):
            small = candidate(model, place, keep)
            if len(small.layers) != len(model.layers):
                return False
            order = sorted(keep)
            here, was = small.layers[place], model.layers[place]
            for new, old in [(here.weights.data, was.weights.data), (here.bias.data, was.bias.data)]:
                want = old[..., order]
                if new.shape != want.shape or not np.array_equal(new, want):
                    return False
            if not logit_gap(small, silence(model, place, keep), inputs) <= 1e-5:
                return False
    return True
