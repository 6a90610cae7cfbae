"""The error is that of the old weights."""

EXPECT = ('gptq_layer_check', 'e is what the weight')
CELL = 'gptq_layer'
CHANGE = ('(rest[i] - codes[i]', '(weights[i] - codes[i]')
