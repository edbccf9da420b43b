print("kilovakt")
