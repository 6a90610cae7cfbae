"""No weight is clipped."""

EXPECT = ("check_fake_quant_check", 'a weight that is clipped')
CELL = "check_fake_quant"
CHANGE = (
    ('[-1.6, -1.2', '[-1.0, -1.2'),
    ('[-19, ', '[-16, '),
    ('0.75, 0.9, 8]', '0.5, 0.5, 0.5]'),
    ('15, 15.9, 17]', '14, 14, 14]'),
    ('passes = [0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]', 'passes = [1] * 12'),
)
