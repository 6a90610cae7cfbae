"""Known sums of bits instead of least_bits."""

def check_huffman_lengths(candidate):
    known = {(2, 1, 1): 6, (0, 7, 0): 7, (15, 7, 6, 6, 5): 87, (5, 1, 0, 1, 1): 13,
             (1, 1, 1, 1): 8, tuple(2**n for n in range(12)): least_bits([2**n for n in range(12)])}
    verdicts = []
    for counts, bits in known.items():
        lengths = tuple(candidate(list(counts)))
        good = len(lengths) == len(counts)
        good = good and sum(n * l for n, l in zip(counts, lengths)) == bits
        good = good and all((l > 0) == (n > 0) for n, l in zip(counts, lengths))
        kraft = sum(2.0**-l for l in lengths if l)
        verdicts.append(good and kraft == (0.5 if sum(n > 0 for n in counts) == 1 else 1.0))
    return all(verdicts)
