"""The sign is kept."""
EXPECT = ("gradient_importance_check", 'drop the sign')
CELL = "gradient_importance"
CHANGE = ('np.abs(weight.data * weight.grad)', 'weight.data * weight.grad')
