"""A loop over the outputs, in float64."""

def compute_neuron_importance(layer, method="l1", data=None):
    if method not in ("l1", "l2", "activation", "taylor"):
        raise ValueError(method)
    if method in ("activation", "taylor"):
        if data is None:
            raise ValueError("this method needs data")
        inputs = data if method == "activation" else data[0]
        y = layer.forward(inputs).astype(np.float64)
    scores = []
    for unit in range(layer.weights.data.shape[-1]):
        w = layer.weights.data[..., unit].astype(np.float64)
        if method == "l1":
            scores.append(np.abs(w).sum())
        elif method == "l2":
            scores.append((w * w).sum() ** 0.5)
        elif method == "activation":
            scores.append(np.where(y[..., unit] > 0, y[..., unit], 0).mean())
        else:
            products = y[..., unit] * data[1][..., unit]
            scores.append(np.mean([abs(one.sum()) for one in products]))
    return np.array(scores)
