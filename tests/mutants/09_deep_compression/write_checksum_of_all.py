"""The checksum is over MAGIC and body."""
EXPECT = ("read_model_check", 'write_model gives')
CELL = "read_model"
CHANGE = ('MAGIC + checksum(body) + body', 'MAGIC + checksum(MAGIC + body) + body')
