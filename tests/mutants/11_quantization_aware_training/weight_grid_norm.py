"""The squares are added up, and no mean is taken."""

EXPECT = ("weight_grid_check", 'not their sum')
CELL = "weight_grid"
CHANGE = ('np.mean(', 'np.sum(')
