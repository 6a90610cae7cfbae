"""The square is taken."""
EXPECT = ("gradient_importance_check", 'not its square')
CELL = "gradient_importance"
CHANGE = ('np.abs(weight.data * weight.grad)', '(weight.data * weight.grad) ** 2')
