"""Many random lists, shapes before logits, and no exception to catch."""

def check_prune_layer_neurons(candidate, kind):
    rng = np.random.default_rng(77)
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1] * 6:
        n = model.layers[place].weights.data.shape[-1]
        keep = [int(unit) for unit in rng.permutation(n)[: rng.integers(1, n)]]
        small = candidate(model, place, keep)
        stays = np.isin(np.arange(n), keep)
        for old, new in zip(model.layers[place].parameters(),
                            small.layers[place].parameters()):
            if not np.array_equal(new.data, np.compress(stays, old.data, axis=-1)):
                return False
        try:
            logits = small.forward(inputs)
        except ValueError:
            return False
        due = silence(model, place, keep).forward(inputs)
        if logits.shape != due.shape or not np.allclose(logits, due, rtol=0, atol=1e-5):
            return False
    return True
