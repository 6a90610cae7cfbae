"""The weights are multiplied in place."""
EXPECT = ("gradient_importance_check", 'Compute new arrays')
CELL = "gradient_importance"
CHANGE = ('score += np.abs(weight.data * weight.grad)', 'score += np.abs(np.multiply(weight.data, weight.grad, out=weight.data))')
