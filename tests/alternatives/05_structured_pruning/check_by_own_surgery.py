"""Expected arrays are worked out with np.delete and compared, all of them."""

def check_prune_layer_neurons(candidate, kind):
    model, _ = patient(kind)
    places = weight_places(model)
    for place, following in zip(places[:-1], places[1:]):
        n = model.layers[place].weights.data.shape[-1]
        for keep in ([n - 1, 1], [2], [3, 0, 2]):
            want = [p.data for p in model.parameters()]
            gone = [unit for unit in range(n) if unit not in keep]
            at = 2 * places.index(place)
            want[at] = np.delete(want[at], gone, axis=-1)
            want[at + 1] = np.delete(want[at + 1], gone)
            old = want[at + 2]
            if old.ndim == 4:
                want[at + 2] = np.delete(old, gone, axis=2)
            else:
                rows = [row for row in range(len(old)) if row % n in gone]
                want[at + 2] = np.delete(old, rows, axis=0)
            small = candidate(model, place, keep)
            got = [p.data for p in small.parameters()]
            same = [a.shape == b.shape and np.array_equal(a, b)
                    for a, b in zip(want, got)]
            settings = [(getattr(layer, "stride", None), getattr(layer, "padding", None))
                        for layer in small.layers]
            if not all(same) or settings != [
                (getattr(layer, "stride", None), getattr(layer, "padding", None))
                for layer in model.layers
            ]:
                return False
    return True
