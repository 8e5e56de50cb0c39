"""What ``save-as`` does between the files of examples and the files that trainers read."""
