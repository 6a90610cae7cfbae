"""A filter's activation is added over the positions, and only then averaged."""
EXPECT = ("compute_neuron_importance_check", "Take the mean over the positions")

def compute_neuron_importance(layer, method="l1", data=None):
    if method not in ("l1", "l2", "activation", "taylor"):
        raise ValueError(f"there is no method {method!r}")
    if method in ("activation", "taylor") and data is None:
        raise ValueError(f"{method} needs data")
    n = layer.weights.data.shape[-1]
    weights = layer.weights.data.reshape(-1, n)
    if method == "l1":
        return np.abs(weights).sum(axis=0)
    if method == "l2":
        return np.sqrt((weights**2).sum(axis=0))
    y = layer.forward(data if method == "activation" else data[0])
    if method == "activation":
        return np.maximum(y, 0).reshape(len(y), -1, n).sum(axis=1).mean(axis=0)
    return np.abs((y * data[1]).reshape(len(y), -1, n).sum(axis=1)).mean(axis=0)
