"""After the ramp the formula goes on."""
EXPECT = ("cubic_sparsity_check", 'After the ramp the formula goes on')
CELL = "cubic_sparsity"
CHANGE = ('max(0.0, 1 - done / ramp)', '1 - done / ramp')
