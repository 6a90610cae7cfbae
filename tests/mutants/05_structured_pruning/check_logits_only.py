"""Only the logits are compared: another order of the units goes unseen."""
EXPECT = ("check_prune_layer_neurons_check", "(clause 2)")

def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([3, 0, 1], [2, 1], [3]):
            small, masked = candidate(model, place, keep), silence(model, place, keep)
            if small.layers[place].weights.data.shape[-1] != len(keep):
                return False
            try:
                gap = np.abs(small.forward(inputs) - masked.forward(inputs)).max()
            except ValueError:
                return False
            if gap > 1e-5:
                return False
    return True
