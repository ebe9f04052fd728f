"""The house rules, kept by a machine. Each can be explained in one sentence: its docstring."""
