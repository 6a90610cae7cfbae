"""The arrays of the checkpoint form are joined, and their length taken."""


from smallnets import model_to_plain


def count_parameters(model):
    _, arrays = model_to_plain(model)
    flat = [np.zeros(0)] + [array.ravel() for array in arrays.values()]
    return len(np.concatenate(flat))
