"""numpy's sum of an empty list makes the count of a model that keeps nothing a float."""

EXPECT = ("count_parameters_check", "the whole number 0")

CELL = "count_parameters"
CHANGE = ("sum(parameter.data.size for parameter in model.parameters())", "np.sum([parameter.data.size for parameter in model.parameters()])")
