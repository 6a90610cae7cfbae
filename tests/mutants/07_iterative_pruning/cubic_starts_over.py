"""After the ramp it starts over."""
EXPECT = ("cubic_sparsity_check", 'does not fall')
CELL = "cubic_sparsity"
CHANGE = ('1 - done / ramp', '1 - done / ramp % 1')
