"""All in bits; break-even from the cost of each zero."""

def csr_bytes(shape, n_left, value_bytes=4):
    m, n = shape
    bits = 8 * value_bytes * n_left + (16 if n - 1 < 65_536 else 32) * n_left + 32 * (m + 1)
    return bits // 8


def bitmask_bytes(shape, n_left, value_bytes=4):
    return (shape[0] * shape[1] + 7) // 8 + value_bytes * n_left


def break_even_sparsity(n_weights, dense, fixed, each):
    return (fixed + each * n_weights - dense) / (each * n_weights)
