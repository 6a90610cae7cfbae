"""A small step is taken with each gradient."""
EXPECT = ('gradient_importance_check', 'are others after the call')
CELL = 'gradient_importance'
CHANGE = ('        model.backward(grad)\n', '        model.backward(grad)\n        for parameter in model.parameters():\n            parameter.data = parameter.data - 1e-3 * parameter.grad\n')
