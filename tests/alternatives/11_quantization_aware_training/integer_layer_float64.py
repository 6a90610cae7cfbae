"""In float64, where sums are exact up to 2^53."""


def integer_layer(inputs, codes, scale, bias, in_scale):
    step = in_scale * scale
    sums = inputs.astype(float) @ codes.astype(float) + np.rint(bias / step)
    return sums.astype("int32"), step
