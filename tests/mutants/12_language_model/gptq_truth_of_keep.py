"""An array is asked whether it is true."""

EXPECT = ('gptq_layer_check', 'Ask whether keep is None')
CELL = 'gptq_layer'
CHANGE = ('if keep is None else', 'if not keep else')
