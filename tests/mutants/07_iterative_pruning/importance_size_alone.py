"""The gradient is left out."""
EXPECT = ("gradient_importance_check", 'the gradient is missing')
CELL = "gradient_importance"
CHANGE = ('np.abs(weight.data * weight.grad)', 'np.abs(weight.data)')
