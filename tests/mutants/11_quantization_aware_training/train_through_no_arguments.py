"""The hooks take no argument."""

EXPECT = ("train_through_check", 'Hooks take one argument')
CELL = "train_through"
CHANGE = (
    ('def round_all(done):', 'def round_all():'),
    ('round_all(0)', 'round_all()'),
)
