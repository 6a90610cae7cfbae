"""Zeros behind the last value are padded, where they fill a padding zero."""
EXPECT = ("decode_gaps_check", "Nothing is stored behind the last")
CELL = "decode_gaps"
CHANGE = (
    (
        '    return np.array(gaps, dtype=np.uint8)',
        '    n_padding = (matrix.size - behind) // 2**bits\n'
        '    gaps += [2**bits - 1] * n_padding\n'
        '    values += [0] * n_padding\n'
        '    return np.array(gaps, dtype=np.uint8)',
    ),
)
