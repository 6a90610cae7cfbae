"""Without a ramp it grows over the whole run."""
EXPECT = ("cubic_sparsity_check", 'Without a ramp it is 0.7')
CELL = "cubic_sparsity"
CHANGE = ('ramp=0.7', 'ramp=1.0')
