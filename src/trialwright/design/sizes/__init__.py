"""Sizes and power of designs, exact or by the formula that is named: one file an endpoint family, fixed and group sequential."""
