"""The last input is rounded as it was."""

EXPECT = ('gptq_layer_check', 'the second weight becomes 0.764')
CELL = 'gptq_layer'
CHANGE = ('rest[i + 1 :] -= np.outer(upper[i, i + 1 :], error)', 'rest[i + 1 : -1] -= np.outer(upper[i, i + 1 : -1], error)')
