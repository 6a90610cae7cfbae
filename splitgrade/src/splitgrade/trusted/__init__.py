"""The trusted process: the tests of one submission run in it, and no student's code ever does."""
