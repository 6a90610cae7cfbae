"""One below the quotient rounded up, as numpy's integer."""

def break_even_rank(n_inputs, n_outputs):
    return np.int64(np.ceil(n_inputs * n_outputs / (n_inputs + n_outputs))) - 1
