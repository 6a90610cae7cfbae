"""The zeros behind the last value are stored, too."""
EXPECT = ("decode_gaps_check", "Nothing is stored behind the last")
CELL = "decode_gaps"
CHANGE = ('    return np.array(gaps, dtype=np.uint8)', '    if matrix.size > behind and matrix.any():\n        gaps.append((matrix.size - behind) % 2**bits)\n        values.append(0)\n    return np.array(gaps, dtype=np.uint8)')
