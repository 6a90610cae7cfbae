"""The kept sizes are divided by the number of all."""

EXPECT = ("ternary_check", 'number that is kept')
CELL = "ternary"
CHANGE = ('sizes[kept].mean()', 'sizes[kept].sum() / sizes.size')
