"""Three bytes of MAGIC are compared."""
EXPECT = ("read_model_check", 'in its fourth byte')
CELL = "read_model"
CHANGE = ('if data[:4] != MAGIC:', 'if data[:3] != MAGIC[:3]:')
