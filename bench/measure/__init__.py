"""Measurements of Lakeside, side by side with what a user would pick instead. One module for each thing that is measured."""
