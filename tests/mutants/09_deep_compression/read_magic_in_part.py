"""Only two bytes of MAGIC are compared."""
EXPECT = ("read_model_check", 'all of them')
CELL = "read_model"
CHANGE = ('if data[:4] != MAGIC:', 'if data[:2] != MAGIC[:2]:')
