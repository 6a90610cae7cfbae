"""The inverse is cut down by one input each time, as the Surgeon does it."""


def gptq_layer(weights, hessian, scale, bits, size, keep=None):
    left = np.linalg.inv(hessian)
    todo = np.array(weights, dtype=np.float64)
    codes = []
    for i in range(len(weights)):
        steps = scale[i // size].astype(np.float64)
        code = np.clip(np.rint(todo[0] / steps), -top_code(bits), top_code(bits))
        if keep is not None:
            code = np.where(keep[i], code, 0)
        codes.append(code)
        off = (todo[0] - code * steps) / left[0, 0]
        todo = todo[1:] - left[1:, :1] * off
        left = left[1:, 1:] - np.outer(left[1:, 0], left[0, 1:]) / left[0, 0]
    return np.array(codes).astype(np.int16)
