"""The weights given are changed."""

EXPECT = ('gptq_layer_check', 'Work on a copy, weights.astype(...)')
CELL = 'gptq_layer'
CHANGE = ('rest = weights.astype(np.float64)', 'rest = weights')
