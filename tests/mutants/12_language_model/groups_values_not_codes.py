"""The rounded weights come instead of their codes."""

EXPECT = ('quantize_groups_check', 'Turn them into these types')
CELL = 'quantize_groups'
CHANGE = ('    return codes.astype(np.int16), scale', '    return dequantize(codes, scale, size), scale')
