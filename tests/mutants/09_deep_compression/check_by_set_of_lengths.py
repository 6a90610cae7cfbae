"""Sorted lengths are compared, not those in their places."""
EXPECT = ("check_huffman_lengths_check", 'the verdict is False')

def check_huffman_lengths(candidate):
    for counts, due in [([2, 1, 1], [1, 2, 2]), ([0, 7, 0], [0, 0, 1]), ([15, 7, 6, 6, 5], [1, 3, 3, 3, 3]),
                        ([2**n for n in range(12)], sorted([*range(1, 12), 11]))]:
        if sorted(candidate(list(counts))) != due:
            return False
    return True
