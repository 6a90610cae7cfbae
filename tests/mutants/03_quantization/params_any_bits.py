"""Takes any number of bits: the ends of the codes are written out, and nothing refuses 17."""
EXPECT = ("quantization_params_check", "code_range refuses wrong bits")
CELL = "quantization_params"
CHANGE = (
    ('raise ValueError("NaN and infinity have no code: the values must be finite")',
     'raise ValueError("the values must be finite")'),
    ("lowest, highest = code_range(bits, symmetric)",
     "highest = 2 ** (bits - 1) - 1\n    lowest = -highest - (not symmetric)"),
)
