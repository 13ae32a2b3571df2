"""Hostile and odd messages in any order: does every turn hold what it must?"""
