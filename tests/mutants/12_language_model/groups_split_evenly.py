"""Inputs are split into groups as even as can be."""

EXPECT = ('quantize_groups_check', '3, 3 and 1')
CELL = 'quantize_groups'
CHANGE = ('np.arange(0, len(weights), size)', '[part[0] for part in np.array_split(np.arange(len(weights)), -(-len(weights) // size))]')
