"""Counting begins anew in every row."""
EXPECT = ("decode_gaps_check", "go on from row to row")

def encode_gaps(matrix, bits):
    gaps, values = [], []
    for row in matrix:
        behind = 0
        for place in np.flatnonzero(row).tolist():
            n_padding, gap = divmod(place - behind, 2**bits)
            gaps += [2**bits - 1] * n_padding + [gap]
            values += [0] * n_padding + [row[place]]
            behind = place + 1
    return np.array(gaps, dtype=np.uint8), np.array(values, dtype=matrix.dtype)


def decode_gaps(gaps, values, shape):
    matrix = np.zeros(int(np.prod(shape)), dtype=values.dtype)
    matrix[np.cumsum(gaps.astype(np.int64) + 1) - 1] = values
    return matrix.reshape(shape)
