"""The factor is not turned: its rows hold nothing to the right."""

EXPECT = ('gptq_layer_check', 'the second weight becomes 0.764')
CELL = 'gptq_layer'
CHANGE = ('(np.linalg.inv(hessian)).T', '(np.linalg.inv(hessian))')
