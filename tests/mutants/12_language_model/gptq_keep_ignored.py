"""keep is not looked at."""

EXPECT = ('gptq_layer_check', 'Where keep is False the')
CELL = 'gptq_layer'
CHANGE = ('near[0] if keep is None else near[0] * keep[i]', 'near[0]')
