"""Writers of the files in osc_bridge/hosts/generated, from the list of addresses: a module for each kind of program."""
