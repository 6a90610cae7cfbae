"""It grows over the whole run."""
EXPECT = ("cubic_sparsity_check", 'done / ramp, not done')
CELL = "cubic_sparsity"
CHANGE = ('done / ramp', 'done')
