"""The raw bytes of all arrays are written out and measured."""


from smallnets import model_to_plain


def calculate_model_size(model):
    raw = b"".join(array.tobytes() for array in model_to_plain(model)[1].values())
    return len(raw) / 10**6
