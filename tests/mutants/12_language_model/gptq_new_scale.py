"""The scale is taken from what a row has become."""

EXPECT = ('gptq_layer_check', 'take no other from what')
CELL = 'gptq_layer'
CHANGE = ('bits, 1, row_scale[None])', 'bits, 1)')
