"""Over flat lists."""


def binary(weights):
    flat = [float(each) for each in weights.ravel()]
    codes = [1 if each >= 0 else -1 for each in flat]
    scale = sum(map(abs, flat)) / len(flat)
    return np.array(codes, dtype=np.int8).reshape(weights.shape), scale


def ternary(weights):
    _, size = binary(weights)
    flat = [float(each) for each in weights.ravel()]
    codes = [(each > 0.7 * size) - (each < -0.7 * size) for each in flat]
    kept = [abs(each) for each, code in zip(flat, codes, strict=True) if code]
    codes = np.array(codes, dtype=np.int8).reshape(weights.shape)
    return codes, sum(kept) / len(kept) if kept else 1.0
