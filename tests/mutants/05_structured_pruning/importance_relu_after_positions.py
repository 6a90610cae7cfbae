"""The positions of a filter are averaged before the ReLU."""
EXPECT = ("compute_neuron_importance_check", "at every position")

def compute_neuron_importance(layer, method="l1", data=None):
    if method not in ("l1", "l2", "activation", "taylor"):
        raise ValueError(f"there is no method {method!r}")
    if method in ("activation", "taylor") and data is None:
        raise ValueError(f"{method} needs data")
    w = layer.weights.data
    axes = tuple(range(w.ndim - 1))
    if method == "l1":
        return np.abs(w).sum(axis=axes)
    if method == "l2":
        return np.sqrt((w**2).sum(axis=axes))
    if method == "activation":
        y = layer.forward(data)
        if y.ndim == 4:
            y = y.mean(axis=(1, 2))
        return np.maximum(y, 0).mean(axis=0)
    inputs, gradients = data
    p = layer.forward(inputs) * gradients
    if p.ndim == 4:
        p = p.sum(axis=(1, 2))
    return np.abs(p).mean(axis=0)
