"""The checksum is not looked at."""
EXPECT = ("read_model_check", 'checksum anew')
CELL = "read_model"
CHANGE = ('if data[4:8] != checksum(data[8:]):', 'if False:')
