"""The time is multiplied by the ramp."""
EXPECT = ("cubic_sparsity_check", 'not done times ramp')
CELL = "cubic_sparsity"
CHANGE = ('done / ramp', 'done * ramp')
