"""The error is measured against the code, not against its weight."""

EXPECT = ('gptq_layer_check', 'a code times its scale,')
CELL = 'gptq_layer'
CHANGE = ('codes[i] * row_scale)', 'codes[i])')
