"""The sum is a numpy integer."""


def count_parameters(model):
    sizes = np.array([p.data.size for p in model.parameters()], dtype=np.int64)
    return sizes.sum()
