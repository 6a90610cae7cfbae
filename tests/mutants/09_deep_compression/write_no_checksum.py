"""No checksum is written."""
EXPECT = ("read_model_check", 'write_model gives')
CELL = "read_model"
CHANGE = ('return MAGIC + checksum(body) + body', 'return MAGIC + body')
