"""Place by place."""

def encode_gaps(matrix, bits):
    flat, step = matrix.ravel(), 2**bits
    out_gaps, out_values = [np.zeros(0, np.uint8)], [np.zeros(0, matrix.dtype)]
    nxt = 0
    for p in np.flatnonzero(flat != 0):
        n_pad, rest = divmod(int(p) - nxt, step)
        out_gaps.append(np.array([step - 1] * n_pad + [rest], np.uint8))
        out_values.append(np.append(np.zeros(n_pad, matrix.dtype), flat[p]))
        nxt = int(p) + 1
    return np.concatenate(out_gaps), np.concatenate(out_values)


def decode_gaps(gaps, values, shape):
    assert gaps.size == values.size
    rows, columns = np.divmod(np.cumsum(gaps.astype(np.uint32) + 1) - 1, shape[1]) if gaps.size else ([], [])
    matrix = np.zeros(shape, dtype=values.dtype)
    for r, c, v in zip(rows, columns, values):
        matrix[r, c] = v
    return matrix
