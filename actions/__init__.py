"""Thin rasa_sdk actions, one module per dialogue: slots in, one service call, outcome and reply names out."""
