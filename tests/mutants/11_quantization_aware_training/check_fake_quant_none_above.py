"""No weight is clipped from above."""

EXPECT = ("check_fake_quant_check", 'above the range, too')
CELL = "check_fake_quant"
CHANGE = (
    ('0.75, 0.9, 8]', '0.5, 0.5, 0.5]'),
    ('15, 15.9, 17]', '14, 14, 14]'),
    ('passes = [0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]', 'passes = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'),
)
