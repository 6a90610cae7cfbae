"""The error is divided by the square of the diagonal."""

EXPECT = ('gptq_layer_check', 'what clipping loses is made')
CELL = 'gptq_layer'
CHANGE = (' / upper[i, i]', ' / upper[i, i] ** 2')
