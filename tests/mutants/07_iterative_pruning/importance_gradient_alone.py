"""The gradient is not multiplied by the weight."""
EXPECT = ("gradient_importance_check", 'Multiply the gradient by the weight')
CELL = "gradient_importance"
CHANGE = ('np.abs(weight.data * weight.grad)', 'np.abs(weight.grad)')
