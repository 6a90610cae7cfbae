"""Of a scale that is given only the first row is used."""

EXPECT = ('quantize_groups_check', 'second row of the scale')
CELL = 'quantize_groups'
CHANGE = (('if scale is None:', 'given = scale is not None\n    if scale is None:'), ('np.repeat(scale, size, axis=0)[: len(weights)]', '(scale[0] if given else np.repeat(scale, size, axis=0)[: len(weights)])'))
