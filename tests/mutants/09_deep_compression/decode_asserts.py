"""Faults are assertions."""
EXPECT = ("decode_check", 'AssertionError')
CELL = "decode"
CHANGE = ('raise ValueError("whole bytes are left over")', 'raise AssertionError("whole bytes are left over")')
