"""What shares an array with the model is refused, though it may."""
EXPECT = ("check_prune_layer_neurons_check", "too strict")

def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([3, 1], [0], [2, 0, 3], [1, 2], [3, 0, 1, 2]):
            small = candidate(model, place, keep)
            if len(small.layers) != len(model.layers):
                return False
            if any(p.data is q.data or np.shares_memory(p.data, q.data) for p, q in zip(small.parameters(), model.parameters())):
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
