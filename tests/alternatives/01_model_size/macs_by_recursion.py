"""The first layer plus the rest of the model, one output value at a time."""


def count_macs(model, input_shape):
    first, *rest = model.layers
    after = output_shape(first, tuple(input_shape))
    macs = 0
    if hasattr(first, "weights"):
        per_output = first.weights.data[..., 0].size
        macs = per_output * math.prod(after)
    return macs + (count_macs(Sequential(rest), after) if rest else 0)
