"""Only the cut layer is looked at, never the next one."""
EXPECT = ("check_prune_layer_neurons_check", "leaves_the_next_layer_uncut")

def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([3, 0, 1], [2, 1], [3]):
            small = candidate(model, place, keep)
            for name in ("weights", "bias"):
                old = getattr(model.layers[place], name).data
                new = getattr(small.layers[place], name).data
                if not np.array_equal(new, old[..., sorted(keep)]):
                    return False
    return True
