"""Shape times itemsize, layer by layer."""


def calculate_model_size(model):
    megabytes = 0.0
    for layer in model.layers:
        for parameter in layer.parameters():
            numbers = math.prod(parameter.data.shape)
            megabytes += numbers * parameter.data.dtype.itemsize / 1e6
    return megabytes
