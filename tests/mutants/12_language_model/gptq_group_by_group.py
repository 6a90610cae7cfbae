"""Only inputs of the same group make good."""

EXPECT = ('gptq_layer_check', 'Inputs of later groups make')
CELL = 'gptq_layer'
CHANGE = ('        rest[i + 1 :] -= np.outer(upper[i, i + 1 :], error)', '        end = (i // size + 1) * size\n        rest[i + 1 : end] -= np.outer(upper[i, i + 1 : end], error)')
