"""The number of values left is returned."""
EXPECT = ("break_even_sparsity_check", "turn it into a sparsity")

def csr_bytes(shape, n_left, value_bytes=4):
    m, n = shape
    index = 2 if n <= 65536 else 4
    return n_left * (value_bytes + index) + 4 * (m + 1)


def bitmask_bytes(shape, n_left, value_bytes=4):
    m, n = shape
    return -(-m * n // 8) + n_left * value_bytes


def break_even_sparsity(n_weights, dense, fixed, each):
    return (dense - fixed) / each
