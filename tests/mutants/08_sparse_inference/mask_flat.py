"""What is unpacked has one axis."""
EXPECT = ("unpack_bitmask_check", "comes back; yours is")
CELL = "unpack_bitmask"
CHANGE = ('    return matrix\n', '    return matrix.ravel()\n')
