"""The error is not divided by the diagonal."""

EXPECT = ('gptq_layer_check', 'e is divided by the')
CELL = 'gptq_layer'
CHANGE = (' / upper[i, i]', '')
