"""The count comes as a float."""

EXPECT = ("count_parameters_check", "whole number")


def count_parameters(model):
    total = 0.0
    for parameter in model.parameters():
        total += parameter.data.size
    return total
