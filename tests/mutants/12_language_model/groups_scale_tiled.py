"""Scales are laid out in turn instead of group by group."""

EXPECT = ('quantize_groups_check', 'Divide each weight by the')
CELL = 'quantize_groups'
CHANGE = ('np.repeat(scale, size, axis=0)[: len(weights)]', 'np.tile(scale, (size, 1))[: len(weights)]')
