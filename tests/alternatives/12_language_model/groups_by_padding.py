"""Rows are filled up with zeros, so that groups are an axis of their own."""


def quantize_groups(weights, bits, size, scale=None):
    m, n = weights.shape
    groups = -(-m // size)
    padded = np.zeros((groups * size, n))
    padded[:m] = weights
    blocks = padded.reshape(groups, size, n)
    top = top_code(bits)
    if scale is None:
        scale = (np.abs(blocks).max(axis=1) / top).astype(np.float32)
        scale = np.where(scale == 0, np.float32(1), scale)
    codes = np.rint(blocks / scale[:, None, :]).clip(-top, top)
    return codes.reshape(-1, n)[:m].astype(np.int16), scale
