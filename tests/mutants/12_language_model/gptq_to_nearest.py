"""Nothing makes good: rounding to nearest."""

EXPECT = ('gptq_layer_check', 'the second weight becomes 0.764')
CELL = 'gptq_layer'
CHANGE = ('        rest[i + 1 :] -= np.outer(upper[i, i + 1 :], error)', '        del error')
