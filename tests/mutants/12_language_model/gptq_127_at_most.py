"""No code is beyond 127, whatever the bits."""

EXPECT = ('gptq_layer_hidden', 'the code of input')
CELL = 'gptq_layer'
CHANGE = ('        codes[i] = near[0] if', '        near = near.clip(-127, 127)\n        codes[i] = near[0] if')
