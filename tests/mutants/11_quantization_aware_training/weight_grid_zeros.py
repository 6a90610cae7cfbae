"""A layer of zeros gets the scale 0."""

EXPECT = ("weight_grid_check", 'For a layer of zeros')
CELL = "weight_grid"
CHANGE = (' or 1.0', '')
