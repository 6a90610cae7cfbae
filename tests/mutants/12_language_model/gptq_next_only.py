"""Only the next input makes good."""

EXPECT = ('gptq_layer_check', 'All inputs that are left')
CELL = 'gptq_layer'
CHANGE = ('        rest[i + 1 :] -= np.outer(upper[i, i + 1 :], error)', '        if i + 1 < len(rest):\n            rest[i + 1] -= upper[i, i + 1] * error')
