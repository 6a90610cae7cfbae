"""All outputs make good for the mean error."""

EXPECT = ('gptq_layer_check', 'Every output makes good for')
CELL = 'gptq_layer'
CHANGE = ('        rest[i + 1 :] -= np.outer(upper[i, i + 1 :], error)', '        rest[i + 1 :] -= upper[i, i + 1 :, None] * error.mean()')
