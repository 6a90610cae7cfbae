"""Small negative weights become -0.0."""

EXPECT = ("fake_quant_check", 'has -0.0')
CELL = "fake_quant"
CHANGE = (' + 0.0', '')
