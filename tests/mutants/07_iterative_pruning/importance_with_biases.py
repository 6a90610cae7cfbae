"""Biases get a score, too."""
EXPECT = ("gradient_importance_check", 'Biases have no score')
CELL = "gradient_importance"
CHANGE = (
    ('zip(scores, weights_of(model), strict=True)', 'zip(scores, model.parameters(), strict=True)'),
    ('for weight in weights_of(model)]', 'for weight in model.parameters()]'),
)
