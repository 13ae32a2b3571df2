-- Run once by the PostgreSQL image, when its volume is empty: the key store is a database of its own.
CREATE DATABASE board_keys;
