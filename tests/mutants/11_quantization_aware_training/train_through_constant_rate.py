"""The learning rate does not fall."""

EXPECT = ("train_through_check", 'rate is to fall')
CELL = "train_through"
CHANGE = (', after_step=round_all,\n            schedule=lambda done: 1 - done)', ', after_step=round_all)')
