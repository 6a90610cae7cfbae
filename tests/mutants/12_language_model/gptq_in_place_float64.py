"""Weights of float64 are changed."""

EXPECT = ('gptq_layer_check', 'Work on a copy')
CELL = 'gptq_layer'
CHANGE = ('weights.astype(np.float64)', 'weights.astype(np.float64, copy=False)')
