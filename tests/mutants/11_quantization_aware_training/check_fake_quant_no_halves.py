"""No weight lies halfway between two codes."""

EXPECT = ("check_fake_quant_check", 'Have a half')
CELL = "check_fake_quant"
CHANGE = (
    ('-0.75, -0.25, -0.1, 0, 0.25', '-0.8, -0.2, -0.1, 0, 0.2'),
    ('0.7, 0.75', '0.7, 0.8'),
    ('[-19,', '[-19.5,'),
    ('-2, -1, 1, 6', '-2, -0.9, 0.9, 6'),
    ('14, 15, 15.9', '14, 15.2, 15.9'),
)
