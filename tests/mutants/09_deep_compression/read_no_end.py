"""What follows the last layer is not looked at."""
EXPECT = ("read_model_check", 'nothing may come')
CELL = "read_model"
CHANGE = ('if file.read():', 'if False:')
