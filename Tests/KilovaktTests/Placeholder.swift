// Tests of Kilovakt.
