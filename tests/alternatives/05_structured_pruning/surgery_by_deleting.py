"""np.delete, with the rows that go listed one by one."""

def prune_layer_neurons(model, layer_idx, keep):
    places = weight_places(model)
    if layer_idx not in places or layer_idx == places[-1]:
        raise ValueError("not a layer to cut")
    n = model.layers[layer_idx].weights.data.shape[-1]
    wanted = [int(unit) for unit in keep]
    if not wanted or len(set(wanted)) != len(wanted) or min(wanted) < 0:
        raise ValueError("keep")
    if max(wanted) >= n:
        raise ValueError("keep")
    gone = [unit for unit in range(n) if unit not in wanted]
    small = model.copy()
    for parameter in small.layers[layer_idx].parameters():
        parameter.data = np.delete(parameter.data, gone, axis=-1)
    after = small.layers[places[places.index(layer_idx) + 1]]
    if isinstance(after, Conv2D):
        after.weights.data = np.delete(after.weights.data, gone, axis=2)
    else:
        rows = [r for r in range(after.weights.data.shape[0]) if r % n in gone]
        after.weights.data = np.delete(after.weights.data, rows, axis=0)
    return small
