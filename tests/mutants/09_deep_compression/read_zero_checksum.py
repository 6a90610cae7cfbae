"""A checksum of zeros counts as none."""
EXPECT = ("read_model_check", 'checksum is 0')
CELL = "read_model"
CHANGE = ('if data[4:8] != checksum(data[8:]):', 'if data[4:8] != checksum(data[8:]) and any(data[4:8]):')
