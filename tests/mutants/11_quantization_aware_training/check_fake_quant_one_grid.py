"""One grid is tried."""

EXPECT = ("check_fake_quant_hidden", '2 bits built in')
CELL = "check_fake_quant"
CHANGE = ('(agrees(candidate, wide, 0.5, -2, 1, halves, passes)\n            and agrees(candidate, fine, 2.0, -8, 7, twos, passes))', 'agrees(candidate, wide, 0.5, -2, 1, halves, passes)')
