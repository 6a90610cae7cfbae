"""The later weights go the wrong way."""

EXPECT = ('gptq_layer_check', 'the second weight becomes 0.764')
CELL = 'gptq_layer'
CHANGE = ('rest[i + 1 :] -=', 'rest[i + 1 :] +=')
