"""Fewer lengths than counts stop the check with an error."""
EXPECT = ("check_huffman_lengths_check", 'How many lengths')

def check_huffman_lengths(candidate):
    for counts in ([2, 1, 1], [0, 7, 0], [15, 7, 6, 6, 5], [3, 0, 3, 3, 3], [2**n for n in range(12)]):
        lengths = list(candidate(list(counts)))
        used = [lengths[s] for s in range(len(counts)) if counts[s]]
        if sum(2.0**-l for l in used) != (1 if len(used) > 1 else 0.5):
            return False
        if sum(counts[s] * lengths[s] for s in range(len(counts))) != least_bits(counts):
            return False
        if any(lengths[s] for s in range(len(counts)) if not counts[s]):
            return False
    return True
