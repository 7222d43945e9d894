"""Runs every proof and writes down what it measured."""
