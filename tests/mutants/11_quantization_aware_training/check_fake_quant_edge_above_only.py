"""Only at the upper end is a weight rounded into the range."""

EXPECT = ("check_fake_quant_hidden", 'should be refused')
CELL = "check_fake_quant"
CHANGE = (
    ('-1.6, -1.2', '-1.6, -1.0'),
    ('-19, -16.5', '-19, -16'),
)
