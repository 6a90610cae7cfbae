"""One of two grids is enough."""

EXPECT = ("check_fake_quant_hidden", 'should be refused')
CELL = "check_fake_quant"
CHANGE = ('            and agrees', '            or agrees')
