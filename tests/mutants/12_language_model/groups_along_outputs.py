"""Groups are made of outputs instead of inputs."""

EXPECT = ('quantize_groups_check', 'A group is size inputs of one output')
CELL = 'quantize_groups'
CHANGE = (('        starts = np.arange(0, len(weights), size)\n', '        starts = np.arange(0, weights.shape[1], size)\n'), ('        largest = np.maximum.reduceat(np.abs(weights), starts, axis=0)', '        largest = np.maximum.reduceat(np.abs(weights), starts, axis=1)'))
