"""Shannon and Fano's code: the sorted symbols are halved from the top."""
EXPECT = ("huffman_lengths_check", 'from the bottom up')

def huffman_lengths(counts):
    lengths = [0] * len(counts)

    def split(symbols):
        weights = [counts[s] for s in symbols]
        at = min(range(1, len(symbols)), key=lambda i: abs(sum(weights[:i]) - sum(weights[i:])))
        for part in (symbols[:at], symbols[at:]):
            for s in part:
                lengths[s] += 1
            if len(part) > 1:
                split(part)

    used = sorted((s for s, n in enumerate(counts) if n), key=lambda s: -counts[s])
    if len(used) == 1:
        lengths[used[0]] = 1
    else:
        split(used)
    return lengths
