"""Sums over rows by einsum, the diagonal in a loop."""


def layer_hessian(inputs, damping=0.01):
    x = np.array(inputs, dtype=float).reshape(-1, inputs.shape[-1])
    found = 2 * np.einsum("ki,kj->ij", x, x)
    mean = np.trace(found) / len(found)
    for i in range(len(found)):
        found[i, i] = (found[i, i] if found[i, i] else 1.0) + damping * mean
    return found
