"""The gradient ends with the last value that some weight has."""
EXPECT = ("share_weights_check", '4 entries')
CELL = "share_weights"
CHANGE = (', minlength=n_codes + 1)\n    return', ')\n    return')
