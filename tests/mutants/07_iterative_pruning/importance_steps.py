"""A small step is taken with each gradient."""
EXPECT = ('gradient_importance_hidden', 'has other weights after')
CELL = 'gradient_importance'
CHANGE = ('        model.backward(grad)\n', '        model.backward(grad)\n        for parameter in model.parameters():\n            parameter.data = parameter.data - 1e-3 * parameter.grad\n')
