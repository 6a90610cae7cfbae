"""Only the codes come."""

EXPECT = ("quantize_groups_check", "returns codes and scale")
CELL = 'quantize_groups'
CHANGE = ('    return codes.astype(np.int16), scale', '    return codes.astype(np.int16)')
