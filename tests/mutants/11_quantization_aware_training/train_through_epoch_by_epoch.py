"""Each epoch is a run of its own, in which the rate falls anew."""

EXPECT = ("train_through_check", 'One run of the Trainer')
CELL = "train_through"
CHANGE = ('    Trainer(model, adam, progress=False, before_step=put_back, after_step=round_all,\n            schedule=lambda done: 1 - done).fit(batches, epochs)', '    for _ in range(epochs):\n        Trainer(model, adam, progress=False, before_step=put_back, after_step=round_all,\n                schedule=lambda done: 1 - done).fit(batches, 1)')
