"""All inputs have the scale of the first group."""

EXPECT = ('gptq_layer_check', 'Input i has the scale')
CELL = 'gptq_layer'
CHANGE = ('scale[i // size]', 'scale[0]')
