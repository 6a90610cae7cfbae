"""A scale that is given is made larger in place where weights do not fit."""

EXPECT = ('quantize_groups_check', 'codes go both ways')
CELL = 'quantize_groups'
CHANGE = ('    steps = weights', '    scale *= 1.25\n    steps = weights')
