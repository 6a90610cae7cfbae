"""Every weight inside lies within low and high times the scale."""

EXPECT = ("check_fake_quant_check", 'beyond high * scale')
CELL = "check_fake_quant"
CHANGE = (
    ('-1.6, -1.2', '-1.6, -1.0'),
    ('0.6, 0.7', '0.5, 0.5'),
    ('-19, -16.5', '-19, -16'),
)
