"""Lengths are compared with those of one code: other right codes are refused."""
EXPECT = ("check_huffman_lengths_check", 'too strict')

def check_huffman_lengths(candidate):
    return list(candidate([5, 1, 1, 1])) == [1, 3, 3, 2]
