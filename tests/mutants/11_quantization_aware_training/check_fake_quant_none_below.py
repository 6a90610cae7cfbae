"""No weight is clipped from below."""

EXPECT = ("check_fake_quant_check", 'below the range, too')
CELL = "check_fake_quant"
CHANGE = (
    ('[-1.6, -1.2', '[-1.0, -1.2'),
    ('[-19, ', '[-16, '),
    ('passes = [0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]', 'passes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]'),
)
