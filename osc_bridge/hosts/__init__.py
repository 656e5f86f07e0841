"""The files in osc_bridge/hosts/generated, made from the list of addresses: one file here for each kind of program."""
