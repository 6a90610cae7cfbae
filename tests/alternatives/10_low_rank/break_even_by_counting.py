"""Ranks are tried one by one."""

def break_even_rank(n_inputs, n_outputs):
    rank = 0
    while (rank + 1) * (n_inputs + n_outputs) < n_inputs * n_outputs:
        rank += 1
    return rank
