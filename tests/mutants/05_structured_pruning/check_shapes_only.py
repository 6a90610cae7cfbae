"""Shapes are compared, and no values."""
EXPECT = ("check_prune_layer_neurons_check", "turns_the_next_signs")

def check_prune_layer_neurons(candidate, kind):
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([3, 0, 1], [2, 1], [3]):
            small = candidate(model, place, keep)
            if small.layers[place].weights.data.shape[-1] != len(keep):
                return False
            try:
                small.forward(inputs)
            except ValueError:
                return False
    return True
