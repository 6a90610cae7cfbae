"""The largest logit of the whole array is taken away, so that rows far below it become 0 / 0."""
EXPECT = ("softmax_with_temperature_check", "largest logit of its own row")
CELL = "softmax_with_temperature"
CHANGE = ("logits.max(axis=-1, keepdims=True)", "logits.max()")
