"""Before the first value one zero too many is counted."""
EXPECT = ("decode_gaps_check", "nothing lies before place 0")
CELL = "decode_gaps"
CHANGE = ('gaps, values, behind = [], [], 0', 'gaps, values, behind = [], [], -1')
