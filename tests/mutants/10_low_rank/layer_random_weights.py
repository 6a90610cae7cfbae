"""The new layers keep their random weights."""
EXPECT = ("factorize_layer_check", 'hold first and second')
CELL = "factorize_layer"
CHANGE = ('    thin.weights.data, wide.weights.data = first.copy(), second.copy()\n', '')
