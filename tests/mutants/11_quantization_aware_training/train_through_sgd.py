"""Plain gradient descent takes the steps."""

EXPECT = ("train_through_check", 'add up to 13.443')
CELL = "train_through"
CHANGE = ('Trainer(model, adam,', 'Trainer(model, __import__("smallnets").SGD(model.parameters(), rate),')
