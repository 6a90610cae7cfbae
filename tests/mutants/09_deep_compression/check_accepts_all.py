"""The check finds every candidate right."""
EXPECT = ("check_huffman_lengths_check", 'as_many_bits_for_all')

def check_huffman_lengths(candidate):
    return True
