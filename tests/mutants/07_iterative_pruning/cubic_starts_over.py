"""After the ramp it starts over."""
EXPECT = ("cubic_sparsity_check", 'Compare with the formula')
CELL = "cubic_sparsity"
CHANGE = ('1 - done / ramp', '1 - done / ramp % 1')
