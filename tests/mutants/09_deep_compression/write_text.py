"""The bytes come as text."""
EXPECT = ("read_model_check", 'gives bytes')
CELL = "read_model"
CHANGE = ('return MAGIC + checksum(body) + body', 'return str(MAGIC + checksum(body) + body)')
