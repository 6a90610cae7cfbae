"""Only inputs of the same 128 make good."""

EXPECT = ('gptq_layer_hidden', 'all later ones make good')
CELL = 'gptq_layer'
CHANGE = ('rest[i + 1 :] -= np.outer(upper[i, i + 1 :], error)', 'last = i // 128 * 128 + 128\n        rest[i + 1 : last] -= np.outer(upper[i, i + 1 : last], error)')
